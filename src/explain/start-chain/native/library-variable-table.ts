/** A variable that makes programs load compiled code. */
export interface LibraryVariable {
  readonly variable: string;
  /** What stands between names, where it is no colon or blank. */
  readonly between?: RegExp;
  /** Where a name without a slash is looked for: patterns, `?` for the name. */
  readonly places?: readonly string[];
  /** A variable that lists more folders for such names. */
  readonly folders?: string;
  /** Of a folder: the files of it that are loaded, as patterns. */
  readonly holds?: readonly string[];
}

const LIBRARIES = ['/lib', '/usr/lib', '/usr/local/lib', '/lib/*', '/usr/lib/*'].map(
  (folder) => `${folder}/?`,
);
const SHARED = ['*.so', '*.so.*'];

const files = (variables: string, more: Partial<LibraryVariable> = {}): readonly LibraryVariable[] =>
  variables.split(' ').map((variable) => ({ variable, ...more }));

/** From the manual pages of ld.so, iconv, openssl(1) and what each project says of its variables. */
export const LIBRARY_VARIABLES: readonly LibraryVariable[] = [
  ...files('LD_PRELOAD LD_AUDIT', { places: LIBRARIES, folders: 'LD_LIBRARY_PATH' }),
  // .NET: startup hooks, profilers and what a host starts besides.
  ...files('DOTNET_STARTUP_HOOKS ASPNETCORE_HOSTINGSTARTUPASSEMBLIES', {
    between: /[:;]/,
    places: ['/app/?', '/app/?.dll'],
  }),
  ...['CORECLR', 'COR', 'DOTNET'].flatMap((name) =>
    ['', '_64', '_32', '_ARM64', '_ARM32'].map((ending) => ({
      variable: `${name}_PROFILER_PATH${ending}`,
      between: /;/,
    })),
  ),
  // Each `path={id}`.
  ...files('CORECLR_NOTIFICATION_PROFILERS CORECLR_ENABLE_NOTIFICATION_PROFILERS', {
    between: /=\{[^}]{0,60}\};?/,
  }),
  ...files('DOTNET_GCName DOTNET_GCPath COMPlus_GCName COMPlus_GCPath COMPlus_JitName DOTNET_JitName', {
    between: /;/,
  }),
  ...files('DOTNET_ADDITIONAL_DEPS DOTNET_SHARED_STORE', {
    holds: ['*.dll', '*/*.dll', '*/*/*/*/*/*/*.dll'],
  }),
  ...files('GTK_MODULES GTK2_MODULES GTK3_MODULES', {
    places: ['/usr/lib/*/gtk-*/modules/lib?.so', '/usr/lib/gtk-*/modules/lib?.so'],
  }),
  ...files('GTK_PATH', { holds: ['modules/*.so', '*/modules/*.so', '*/*/*/*.so'] }),
  ...files(
    'OPENSSL_ENGINES OPENSSL_MODULES GCONV_PATH GIO_EXTRA_MODULES GIO_MODULE_DIR LIBGL_DRIVERS_PATH LIBVA_DRIVERS_PATH GBM_BACKENDS_PATH MAGICK_CODER_MODULE_PATH MAGICK_FILTER_MODULE_PATH SASL_PATH GST_PLUGIN_PATH GST_PLUGIN_PATH_1_0 GST_PLUGIN_SYSTEM_PATH GST_PLUGIN_SYSTEM_PATH_1_0 LADSPA_PATH ALSA_PLUGIN_DIR HDF5_PLUGIN_PATH GDAL_DRIVER_PATH QT_QPA_PLATFORM_PLUGIN_PATH AWKLIBPATH LIBMYSQL_PLUGIN_DIR OMPI_MCA_mca_base_component_path',
    { holds: SHARED },
  ),
  ...files('QT_PLUGIN_PATH QML2_IMPORT_PATH QML_IMPORT_PATH VLC_PLUGIN_PATH', {
    holds: ['*.so', '*/*.so', '*/*/*.so'],
  }),
  ...files('CUDA_INJECTION64_PATH NVTX_INJECTION64_PATH HSA_TOOLS_LIB SSH_SK_PROVIDER PKCS11_MODULE_PATH'),
  ...files('LUA_CPATH LUA_CPATH_5_1 LUA_CPATH_5_2 LUA_CPATH_5_3 LUA_CPATH_5_4', { between: /;/ }),
];
