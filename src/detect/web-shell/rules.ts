import type { RuleInfo } from '../detector.ts';

export const SHELL_RULE: RuleInfo = {
  id: 'web-shell/shell',
  title: 'Web shell',
  category: 'backdoor',
  severity: ['info', 'critical'],
  description:
    'A page or program hands what a request says to a shell, to eval or to a class loader, so that whoever can reach it runs what they like. What the request says is followed through variables, functions, decoders and names that are put together.',
  leaves:
    "Commands that the program chooses itself, also with arguments of the request's; text in comments, strings and documentation; a request that only picks a method. What PHPUnit talks to its processes with counts only where it is served.",
  fix: 'Do not run the image. If the page is yours, take it out, or have it run only what it chooses itself.',
  attack: 'T1505.003',
};

export const HANDLER_RULE: RuleInfo = {
  id: 'web-shell/php-handler',
  title: 'Server that runs harmless-looking files as PHP',
  category: 'backdoor',
  severity: ['low', 'high'],
  description:
    'A setting of the web server or of PHP makes pictures, texts or a file from outside run as PHP, or before every page. That is how a shell is kept in a file that nobody looks at.',
  leaves:
    'PHP run for .php, .phtml, .inc and .html; a .php file that is prepended, as firewalls and profilers do.',
  fix: 'Take the setting out, and look at the files that it makes run.',
  attack: 'T1505.003',
};
