import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isMistyped } from '../command-line.ts';
import { commandHelp, groupHelp, overview } from '../help.ts';
import { envNameOf, OPTION_GROUPS, type OptionSpec } from '../options/option-spec.ts';
import { GROUP_SUMMARIES } from './command.ts';
import { COMMANDS } from './commands.ts';
import { commandNamed, commandsOfGroup, commandWords } from './find-command.ts';

describe('the table of commands', () => {
  it('has a line for each file of this folder', () => {
    const own = ['command', 'commands', 'find-command'];
    const files = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => name.slice(0, -3))
      .filter((name) => !own.includes(name));
    expect(COMMANDS.map(({ name }) => name.replace(' ', '-')).sort()).toEqual(files.sort());
  });

  it('has a summary for each word that begins several commands and is none itself', () => {
    const words = commandWords(COMMANDS).filter(
      (word) => commandsOfGroup(COMMANDS, word).length > 1 && commandNamed(COMMANDS, word) === undefined,
    );
    expect(Object.keys(GROUP_SUMMARIES)).toEqual(words);
  });

  it('says of each command that reads an image what it ends with when it is interrupted', () => {
    const silent = COMMANDS.filter(
      ({ operands = [], exitCodes }) =>
        /IMAGE/.test(operands.map((one) => one.name).join()) && exitCodes?.every(([code]) => code !== '130'),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('uses a name of an option, a flag, a letter and a variable for one thing only', () => {
    const meanings = new Map<string, string>();
    const same = (key: string, { name, flag, type, value, short }: OptionSpec): void => {
      const meaning = JSON.stringify([name, flag, type, value, short]);
      expect(meanings.get(key) ?? meaning, key).toBe(meaning);
      meanings.set(key, meaning);
    };
    for (const command of COMMANDS) {
      for (const option of command.options) {
        // A verdict of `check`, a change of `diff`: the same question, and only the first has a variable.
        if (option.name === 'failOnChange') expect(envNameOf(option)).toBeUndefined();
        else
          for (const key of [option.name, option.flag, option.short, envNameOf(option)]) {
            if (key !== undefined) same(key, option);
          }
        expect(OPTION_GROUPS, option.flag).toContain(option.group);
        if (option.type === 'switch') expect(option.default, option.flag).toBeTypeOf('boolean');
        else expect(option.value, option.flag).toBeDefined();
      }
      const flags = command.options.map(({ flag }) => flag);
      expect(new Set(flags).size, command.name).toBe(flags.length);
    }
  });

  it('has summaries of one line, and examples that begin with the program', () => {
    for (const { name, summary, examples } of COMMANDS) {
      expect(summary.length, name).toBeLessThanOrEqual(60);
      expect(summary, name).not.toMatch(/\.$/);
      expect(examples.length, name).toBeGreaterThan(0);
      for (const [command] of examples)
        expect(command, name).toMatch(/^(?:eval "\$\(|docker save \S+ \| )?clearpull /);
    }
  });

  it('has no word that people of popular images would be asked about', () => {
    const words = commandWords(COMMANDS);
    for (const image of OFFICIAL) expect(isMistyped(image, words), image).toBe(false);
    for (const word of ['chekc', 'chck', 'cahce', 'versoin', 'completoin', 'doctr', 'halp'])
      expect(isMistyped(word, words), word).toBe(true);
  });
});

/** Docker Official Images whose names are letters only. */
const OFFICIAL = (
  'adminer alpine archlinux backdrop bash bonita buildpack busybox caddy cassandra chronograf cirros clojure ' +
  'composer convertigo couchbase couchdb crate dart debian docker drupal elasticsearch elixir erlang fedora flink ' +
  'fluentd friendica gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe httpd hylang influxdb ' +
  'irssi jetty joomla jruby julia kapacitor kibana kong lightstreamer liquibase logstash mageia mariadb matomo ' +
  'maven mediawiki memcached mongo monica mysql nats neo nextcloud nginx node odoo openjdk orientdb oraclelinux ' +
  'percona perl phpmyadmin php plone postfixadmin postgres pypy python rabbitmq rakudo redis redmine registry ' +
  'rethinkdb rockylinux ros ruby rust sapmachine satosa scratch silverpeas solr sonarqube spark storm swift ' +
  'swipl telegraf tomcat tomee traefik ubuntu unit varnish wordpress xwiki yourls znc zookeeper'
).split(' ');

describe('help', () => {
  it.each([40, 60, 72, 80, 200])('fits %i columns', (columns) => {
    const pages = [
      overview(COMMANDS, '1.2.3', columns),
      ...COMMANDS.map((command) => commandHelp(command, columns)),
      ...commandWords(COMMANDS).map((word) => groupHelp(word, commandsOfGroup(COMMANDS, word), columns)),
    ];
    for (const page of pages) {
      // A word that is longer than the column cannot be broken.
      const wide = page.split('\n').filter((line) => line.length > Math.min(80, columns));
      if (columns >= 60) expect(wide).toEqual([]);
      expect(page).not.toMatch(/ \n|\n\n\n/);
    }
  });

  it('puts what an option does below it where there is no room beside it', () => {
    const page = commandHelp(COMMANDS[0], 60);
    expect(page).toContain('  -j, --jobs N\n          layers read at the same time (default: one a core)\n');
    expect(page).toMatch(/^ {2}0 {4}checked/m);
    expect(commandHelp(COMMANDS[0], 72)).toMatch(/^ {2}-j, --jobs N {2,}layers read/m);
  });

  it('leads with examples and names every option', () => {
    for (const command of COMMANDS) {
      const page = commandHelp(command, 80);
      expect(page.split('\n\n')[1], command.name).toMatch(/^Examples\n/);
      for (const { flag } of command.options) expect(page).toContain(flag);
    }
  });
});
