import { type Dialect, type Sink, sinksByName } from '../flow/dialect.ts';
import { isTainted, known } from '../flow/value.ts';
import { phpFold } from './php-fold.ts';
import type { WebLanguage } from './web-language.ts';

/** A function, not a method of the same name: `exec`, but not `$pdo->exec`. */
const FUNCTION = /^[a-z_]\w*$/;

function functions(kind: Sink['kind'], names: readonly string[], more: Partial<Sink> = {}): readonly Sink[] {
  return names.map((name) => ({ name, kind, of: FUNCTION, args: [0], ...more }));
}

const SINKS: readonly Sink[] = [
  ...functions('code', ['eval', 'assert']),
  ...functions('code', ['create_function'], { args: [1] }),
  ...functions('code', ['preg_replace', 'preg_filter'], {
    args: [0, 1, 2],
    // Since PHP 7 there is no /e; that a search has a pattern of the user's is common, but not on a text of theirs.
    when: (args) =>
      args.slice(0, 3).every((arg) => isTainted(arg) && arg.pieces.length === 1 && arg.items === undefined) ||
      /[^\w\s\\]\w{0,8}e\w{0,8}\s*$/.test(known(args[0])?.slice(-24) ?? ''),
  }),
  ...functions('code', ['mb_ereg_replace', 'mb_eregi_replace'], {
    args: [1, 2],
    when: (args) => known(args[3])?.includes('e') === true,
  }),
  ...functions('command', ['system', 'exec', 'shell_exec', 'passthru', 'popen', 'proc_open', 'expect_popen']),
  ...functions('command', ['pcntl_exec'], { args: [0, 1] }),
  { name: 'exec', kind: 'command', of: /^com\.exec$/ },
  { name: 'run', kind: 'command', of: /^com\.run$/ },
  { name: 'invoke', kind: 'command', of: /^reflectionfunction\.invoke$/ },
  { name: 'invokeargs', kind: 'command', of: /^reflectionfunction\.invokeargs$/ },
];

const dialect: Dialect = {
  syntax: {
    comments: ['//', '#'],
    blocks: [['/*', '*/']],
    quotes: { "'": 'string', '"': 'template', '`': 'command' },
    multiline: '\'"`',
    sigils: '$',
    heredocs: true,
  },
  ignoresCase: 'functions',
  joins: '.',
  dots: false,
  interpolates: '$',
  closures: false,
  sources:
    /^\$_(?:GET|POST|REQUEST|COOKIE|FILES)\b|^\$HTTP_(?:GET|POST|COOKIE|RAW)\w{0,20}|^\$_SERVER\.(?:HTTP_(?!HOST)\w{1,60}|QUERY_STRING|REQUEST_URI|PATH_INFO|PHP_AUTH_\w{1,10})$|^(?:getallheaders|apache_request_headers|filter_input|filter_input_array)$|^(?:\$(?:this\.)?(?:request|input)|request|input)\.(?:input|get|post|query|all|header|cookie|get_post)$/i,
  sourceTexts: /^php:\/\/(?:input|stdin)$/i,
  sinks: sinksByName(SINKS),
  passes:
    /^(?:l?trim|rtrim|chop|strtolower|strtoupper|ucfirst|stripslashes|stripcslashes|addslashes|base64_decode|base64_encode|urldecode|rawurldecode|urlencode|substr|mb_substr|gzinflate|gzuncompress|gzdecode|zlib_decode|bzdecompress|str_rot13|hex2bin|bin2hex|json_decode|unserialize|openssl_decrypt|mcrypt_decrypt|implode|explode|join|str_split|array_pop|array_shift|array_values|array_keys|array_merge|array_map|array_filter|array_slice|array_reverse|current|reset|end|next|key|pos|each|file_get_contents|stream_get_contents|fgets|fread|fopen|file|readfile|stream_copy_to_stream|strrev|pack|unpack|convert_uudecode|iconv|mb_convert_encoding|utf8_decode|utf8_encode|sprintf|vsprintf|strtr|html_entity_decode|htmlspecialchars_decode|htmlspecialchars|strval|escapeshellcmd|wp_unslash|chr|max|min|nl2br|quoted_printable_decode|compact|arrayobject|arrayiterator|getarraycopy)$/,
  opens: /^(?:file_get_contents|fopen|file|readfile)$/,
  replaces: /^(?:preg_replace|str_i?replace)$/,
  fold: phpFold,
  callbacks:
    /^(?:array_map|array_filter|array_walk|array_walk_recursive|array_reduce|array_diff_ukey|array_diff_uassoc|array_udiff\w{0,7}|array_uintersect\w{0,7}|array_intersect_u\w{3,6}|usort|uasort|uksort|call_user_func|call_user_func_array|forward_static_call|register_shutdown_function|register_tick_function|preg_replace_callback|iterator_apply|filter_var|filter_var_array|set_error_handler)$/,
  calledFirst: /^(?:array_map|call_user_func(?:_array)?|forward_static_call|register_\w{4,8}_function)$/,
};

const ASKED =
  /_(?:GET|POST|REQUEST|COOKIE|FILES|SERVER)\b|php:\/\/|headers\s*\(|filter_input|HTTP_(?:RAW|GET|POST|COOKIE)|\b(?:request|input)\b/i;
const ACTS =
  /\b(?:eval|assert|system|exec|shell_exec|passthru|popen|proc_open|expect_popen|pcntl_exec|create_function|preg_replace|preg_filter|mb_eregi?_replace|call_user_func\w{0,8}|array_\w{3,20}|u[ak]?sort|register_\w{4,9}_function|filter_var|ReflectionFunction|COM)\s*\(|\b(?:include|require)(?:_once)?\b|`|[\])}\w]\s*\(\s*@?\$/i;
const HIDES =
  /\b(?:eval|assert|create_function)\s*\(|\$\{\s*["'(]|\$\$|~\s*["'$\w]|["']\s*\^|\^\s*["']|GLOBALS\s*\[|(?:chr\s*\(\s*\w+\s*\)\s*\.\s*){2}/;

export const php: WebLanguage = {
  id: 'php',
  name: 'PHP',
  dialect,
  mayMatter: (text) => (ASKED.test(text) && ACTS.test(text)) || HIDES.test(text),
  page: true,
};
