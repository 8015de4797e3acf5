/* Programs made unreadable, and libraries that make others unseen. */

rule packed_without_mark
{
    meta:
        id = "packed-without-mark"
        title = "Packed program whose packer was hidden"
        why = "is packed with UPX, and the packer's mark was taken out so that nobody unpacks it"
        description = "The stub of UPX is there and its mark is not. The packer always writes it, and unpacking needs it: somebody took it out by hand."
        fix = "Do not run what nobody can read. Take the program from its own publisher."
        leaves = "Programs packed with UPX as it is, which the packer itself unpacks; hiding/packed-program tells of them."
        severity = "high"
        confidence = "medium"
        grade = "content"
        category = "hidden"
        attack = "T1027.002"
        reference = "https://attack.mitre.org/techniques/T1027/002/"
        files = "elf"
    strings:
        $stub = "PROT_EXEC|PROT_WRITE failed."
        $says = "executable packer http://upx.sf.net"
        $mark = "UPX!"
        $tool = "UPX comes with ABSOLUTELY NO WARRANTY"
    condition:
        any of ($stub, $says) and not $mark and not $tool and filesize < 64MB
}

rule compiled_script
{
    meta:
        id = "compiled-script"
        title = "Shell script made unreadable"
        why = "is a shell script that was encrypted and put into a program, so that nobody can read it"
        description = "shc turns a script into a program that decrypts it when it runs. It protects nothing, and hides from a reader what is done."
        fix = "Ask for the script. Do not run what nobody can read."
        leaves = "shc itself."
        severity = "medium"
        confidence = "high"
        grade = "content"
        category = "hidden"
        attack = "T1027.013"
        reference = "https://attack.mitre.org/techniques/T1027/013/"
        declares = "shc"
        files = "elf"
    strings:
        $says = "E: neither argv[0] nor $_ works."
        $tool = "shc Version"
        $tool_source = "shc.c"
    condition:
        $says and not any of ($tool*)
}

rule runs_from_memory
{
    meta:
        id = "runs-from-memory"
        title = "Script that runs a program from memory"
        why = "puts a program into memory and runs it there, so that it never is a file"
        description = "A script makes an anonymous file in memory (memfd_create), fills it and executes it. What ran leaves no file behind that could be looked at."
        fix = "Look at where the program comes from. Do not run the image before you know it."
        leaves = "Python's own library and tests, and programs that use such memory for data."
        severity = "high"
        confidence = "medium"
        grade = "content"
        category = "hidden"
        attack = "T1620"
        reference = "https://attack.mitre.org/techniques/T1620/"
        files = "text"
    strings:
        $make = "memfd_create"
        $make_call = /syscall\(\s{0,10}(319|279|385)\s{0,10},/
        $path_self = "/proc/self/fd/"
        $path_own = "/proc/$$/fd/"
        $path_pid = "/proc/$pid/fd/"
        $path_number = "/proc/%d/fd/"
        $path_filled = /\/proc\/\{[^}\n]{1,40}\}\/fd\//
        $path_joined = /\/proc\/" ?\. ?\$\$ ?\. ?"\/fd\//
        $run_exec = /\bexecv?e?p?\s{0,4}[({]/
        $run_os = "os.exec"
        $run_fexecve = "fexecve"
        $run_subprocess = "subprocess."
        $run_system = /\bsystem\s{0,4}\(/
        $fill_fetch = /urlopen|requests\.get|LWP|curl|wget|b64decode|decode_base64|decompress/
    condition:
        any of ($make*) and any of ($path_*) and any of ($run_*) and $fill_fetch
}

rule unreadable_python
{
    meta:
        id = "unreadable-python"
        title = "Python program made unreadable"
        why = "is a Python program encrypted with PyArmor, which nobody can read"
        description = "PyArmor encrypts a program and decrypts it function by function while it runs. Some publishers protect their work with it; in an image that should be open there is no reason for it."
        fix = "Ask its publisher for the source, or leave it."
        leaves = "PyArmor itself."
        severity = "medium"
        confidence = "high"
        grade = "hint"
        category = "hidden"
        attack = "T1027.013"
        reference = "https://attack.mitre.org/techniques/T1027/013/"
        declares = "pyarmor"
        files = "text"
    strings:
        $runtime = /from \S{0,80}pyarmor_runtime\S{0,20} import __pyarmor__/
        $old = /from pytransform import pyarmor/
        $call = /__pyarmor__\(__name__, __file__, b?['"]/
    condition:
        any of ($runtime, $old) and $call
}

rule process_hider
{
    meta:
        id = "process-hider"
        title = "Library that hides processes"
        why = "makes processes vanish from lists: it stands between programs and the folder of processes"
        description = "A library with the words of a process hider: it reads names of processes from /proc and answers requests for a folder's content without some of them. Preloaded, it makes ps and top blind."
        fix = "Do not run the image. Look for what it hides: another program in this image, most likely a miner."
        leaves = "Tools that read /proc and answer nobody's requests."
        severity = "critical"
        confidence = "high"
        grade = "content"
        category = "backdoor"
        attack = "T1014"
        reference = "https://attack.mitre.org/techniques/T1014/"
        files = "elf"
    strings:
        $reads_status = "/proc/%s/stat\x00"
        $reads_name = "%d (%[^)]s"
        $finds_folder = "/proc/self/fd/%d\x00"
        $stands_between = "readdir"
        $passes_on = "dlsym"
        $filter = "process_to_filter"
        $preload = "ld.so.preload"
        $hides_ports = "/proc/net/tcp"
    condition:
        ($passes_on and $stands_between) and
        (3 of ($reads_status, $reads_name, $finds_folder, $filter) or ($preload and $hides_ports and $finds_folder))
}

rule kernel_hider
{
    meta:
        id = "kernel-hider"
        title = "Kernel module that hides and lets in"
        why = "is a kernel module that changes system calls to hide files and processes or to give anybody root"
        description = "A module that looks up the table of system calls, replaces the listing of folders, and hides itself or gives away rights. A container that may load modules owns its host with it."
        fix = "Do not run the image. If a privileged container of it ran, rebuild the host."
        leaves = "Modules for tracing and security, which give nobody rights and hide nothing."
        severity = "critical"
        confidence = "high"
        grade = "content"
        category = "backdoor"
        attack = "T1014"
        reference = "https://attack.mitre.org/techniques/T1014/"
        files = "elf"
    strings:
        $table = "sys_call_table"
        $lookup = "kallsyms_lookup_name"
        $listing = "getdents"
        $rights = /give_root|commit_creds|get_root/
        $hides = /module_hide|hide_module|is_invisible|hide_pid|diamorphine/
        $module = "vermagic="
    condition:
        $module and any of ($table, $lookup) and $listing and $hides and $rights
}
