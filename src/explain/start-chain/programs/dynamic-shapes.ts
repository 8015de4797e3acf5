import type { ProgramLanguage } from '../../program-text/program-language.ts';

/** What a call does with the value that it is given. */
export type Loads = 'module' | 'file' | 'command' | 'code' | 'method';

export interface CallShape {
  readonly loads: Loads;
  /** Ends where the first argument begins. */
  readonly call: RegExp;
  /** Which argument tells; default the first. */
  readonly argument?: number;
  /** True where the file is looked for beside the program, and not from where that was started. */
  readonly beside?: boolean;
  /** The modules that the name, or the object before it, must have been imported from. */
  readonly from?: RegExp;
}

const CHILD_PROCESS = /^(?:node:)?child_process$/;

/** Calls that load or run what a value names. Their patterns are looked for in code alone, strings blanked out. */
export const SHAPES: Readonly<Partial<Record<ProgramLanguage, readonly CallShape[]>>> = {
  python: [
    {
      loads: 'module',
      call: /(?<![\w.])(?:importlib\.(?:__import__|import_module)|import_module|__import__|(?:runpy\.)?run_module)\s{0,5}\(/g,
    },
    { loads: 'file', call: /(?<![\w.])(?:(?:runpy\.)?run_path|execfile)\s{0,5}\(/g },
    {
      loads: 'file',
      call: /\b(?:load_source|SourceFileLoader|spec_from_file_location)\s{0,5}\(/g,
      argument: 1,
    },
    { loads: 'code', call: /(?<![\w.])(?:builtins\.)?(?:exec|eval)\s{0,5}\(/g },
    {
      loads: 'command',
      call: /(?<=\.)(?:run|call|Popen|check_call|check_output|getoutput|getstatusoutput)\s{0,5}\(/g,
      from: /^subprocess$/,
    },
    { loads: 'command', call: /(?<![\w.])os\.(?:system|popen|exec[lv]p?e?|posix_spawnp?)\s{0,5}\(/g },
    { loads: 'command', call: /(?<![\w.])os\.spawn[lv]p?e?\s{0,5}\(/g, argument: 1 },
    { loads: 'command', call: /\bcreate_subprocess_(?:exec|shell)\s{0,5}\(/g },
    {
      loads: 'command',
      call: /(?<![\w.])(?:Popen|check_call|check_output|getoutput|getstatusoutput)\s{0,5}\(/g,
    },
    { loads: 'command', call: /(?<![\w.])(?:run|call)\s{0,5}\(/g, from: /^subprocess$/ },
    { loads: 'command', call: /(?<![\w.])(?:system|popen|exec[lv]pe?|exec[lv])\s{0,5}\(/g, from: /^os$/ },
  ],
  node: [
    { loads: 'module', call: /(?<![\w.$])(?:require|import)\s{0,5}\(/g },
    {
      loads: 'command',
      call: /(?<![\w$])(?:exec|execSync|execFile|execFileSync|spawn|spawnSync)\)?\s{0,5}\(/g,
      from: CHILD_PROCESS,
    },
    { loads: 'file', call: /(?<![\w$])fork\)?\s{0,5}\(/g, from: CHILD_PROCESS },
    { loads: 'file', call: /\bnew\s{1,5}(?:\w{1,60}\.)?Worker\s{0,5}\(/g, beside: true },
    { loads: 'code', call: /(?<![\w.$])eval\s{0,5}\(/g },
    { loads: 'code', call: /\bnew\s{1,5}vm\.Script\s{0,5}\(|\bvm\.run\w{1,30}\s{0,5}\(/g },
    { loads: 'code', call: /\bnew\s{1,5}Function\s{0,5}\(/g, argument: -1 },
  ],
  perl: [
    {
      loads: 'file',
      call: /(?<![\w$@%>:'-])(?:require|do)(?:\s{0,5}\(\s{0,5}|\s{1,5})(?=["$]|File::Spec->|catfile|dirname)/g,
    },
    { loads: 'code', call: /(?<![\w$@%>:'-])eval(?:\s{0,5}\(\s{0,5}|\s{1,5})(?=["'$])/g },
    {
      loads: 'command',
      call: /(?<![\w$@%>:'-])(?:system|exec)(?:\s{0,5}\(\s{0,5}|\s{1,5})(?=[$@]|<\$?\w{0,60}>|(?:join|sprintf|reverse|scalar|lc)\b)/g,
    },
  ],
  ruby: [
    {
      loads: 'module',
      call: /(?<![\w.:@$])(?:require|load)(?:[ \t]{0,5}\([ \t]{0,5}|[ \t]{1,5})(?=["'A-Za-z_@$(])/g,
    },
    {
      loads: 'file',
      call: /(?<![\w.:@$])require_relative(?:[ \t]{0,5}\([ \t]{0,5}|[ \t]{1,5})(?=["'A-Za-z_@$(])/g,
      beside: true,
    },
    {
      loads: 'code',
      call: /(?<![\w:@$])(?:instance_|class_|module_)?eval(?:[ \t]{0,5}\([ \t]{0,5}|[ \t]{1,5})(?!do\b)(?=["'A-Za-z_@$])/g,
    },
    {
      loads: 'command',
      call: /(?<![\w.:@$])(?:Kernel\.)?(?:system|exec|spawn)(?:[ \t]{0,5}\([ \t]{0,5}|[ \t]{1,5})(?=["'A-Za-z_@$*[])/g,
    },
    { loads: 'command', call: /\b(?:IO\.popen|Open3\.\w{1,30})[ \t]{0,5}\(/g },
    {
      loads: 'method',
      call: /\.(?:public_send|__send__|send)(?:[ \t]{0,5}\([ \t]{0,5}|[ \t]{1,5})(?=["A-Za-z_@$])/g,
    },
  ],
  php: [
    {
      loads: 'file',
      call: /(?<![\w$>:])(?:include|require)(?:_once)?(?:\s{0,5}\(\s{0,5}|\s{1,5})(?=["'$\w(])/g,
    },
    { loads: 'code', call: /(?<![\w$>:])eval\s{0,5}\(/g },
    { loads: 'code', call: /(?<![\w$>:])create_function\s{0,5}\(/g, argument: 1 },
    {
      loads: 'command',
      call: /(?<![\w$>:])(?:system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec)\s{0,5}\(/g,
    },
  ],
  lua: [
    { loads: 'module', call: /(?<![\w.:])require\s{0,5}\(?\s{0,5}(?=["'\w])/g },
    { loads: 'file', call: /(?<![\w.:])(?:dofile|loadfile)\s{0,5}\(/g },
    { loads: 'code', call: /(?<![\w.:])(?:load|loadstring)\s{0,5}\(/g },
    { loads: 'command', call: /\b(?:os\.execute|io\.popen)\s{0,5}\(/g },
  ],
};
