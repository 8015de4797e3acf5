/* Tools that look for other machines, and programs that go there. */

rule network_scanner
{
    meta:
        id = "network-scanner"
        title = "Scanner of whole networks"
        why = "is a scanner that asks whole networks for open ports, under whatever name"
        description = "The words of masscan, zmap or zgrab in a program: they are made to look through the internet in minutes. In an image that is not about scanning, it is how the next machines are found."
        fix = "Ask what the image needs it for. If nothing else in it is about scanning, do not run it."
        leaves = "nmap, which people have in toolboxes."
        severity = "medium"
        confidence = "medium"
        grade = "hint"
        category = "start"
        attack = "T1046"
        reference = "https://attack.mitre.org/techniques/T1046/"
        declares = "scan, masscan, zmap, zgrab, recon, pentest, kali, security"
        files = "elf"
    strings:
        $masscan_rate = "rate:%6.2f-kpps"
        $masscan_begins = "Initiating SYN Stealth Scan"
        $masscan_leaves = "--excludefile"
        $masscan_adapter = "--adapter-ip"
        $zmap_module = "--probe-module"
        $zmap_cooldown = "--cooldown-time"
        $zmap_output = "--output-fields"
        $zgrab = "github.com/zmap/zgrab"
    condition:
        2 of ($masscan_*) or 2 of ($zmap_*) or $zgrab
}

rule engine_worm
{
    meta:
        id = "engine-worm"
        title = "Spreads through open container engines"
        why = "looks for container engines that anybody may command, and has what it needs to settle there"
        description = "A program or script that holds together a scanner, the calls that create containers on an engine open to the network, and the places where one settles on a host: keys, cron, preload. That is how most container worms go from host to host."
        fix = "Do not run the image. If containers of it ran, check every engine that they could reach."
        leaves = "Clients of container engines, and scanners, each by itself."
        severity = "critical"
        confidence = "medium"
        grade = "content"
        category = "start"
        attack = "T1610"
        reference = "https://attack.mitre.org/techniques/T1610/"
        reference = "https://attack.mitre.org/techniques/T1210/"
    strings:
        $engine_create = "/containers/create"
        $engine_port = ":2375"
        $engine_host = "-H tcp://"
        $engine_binds = /"Binds":|\bBinds\b|--privileged|-v \/:\//
        $scan_masscan = "masscan"
        $scan_zgrab = "zgrab"
        $scan_pnscan = "pnscan"
        $scan_zmap = "zmap -"
        $settle_keys = "authorized_keys"
        $settle_cron = "/etc/cron"
        $settle_spool = "/var/spool/cron"
        $settle_preload = "ld.so.preload"
        $settle_chroot = "chroot /mnt"
    condition:
        (uint32(0) == 0x464c457f or uint16(0) == 0x2123) and
        any of ($engine_create, $engine_host) and 2 of ($engine_*) and any of ($scan_*) and any of ($settle_*)
}

rule redis_worm
{
    meta:
        id = "redis-worm"
        title = "Breaks into hosts through Redis"
        why = "makes a Redis server write its data where the host runs it: as keys or cron entries"
        description = "Redis without a password can be told to write its data as any file. These commands, with the folder of cron or of SSH keys, are a way into the host, and have no other use."
        fix = "Do not run the image. If containers of it ran, check every Redis that they could reach."
        leaves = "Redis itself and its clients, which name no such folder."
        severity = "high"
        confidence = "high"
        grade = "content"
        category = "start"
        attack = "T1210"
        reference = "https://attack.mitre.org/techniques/T1210/"
        declares = "pentest, exploit, security, nuclei"
    strings:
        $sets_folder = /config\s{1,10}set\s{1,10}["']?dir/ nocase
        $sets_folder_parts = "\r\ndir\r\n" nocase
        $sets_name = "dbfilename" nocase
        $where_cron = "/var/spool/cron"
        $where_cron_etc = "/etc/cron.d"
        $where_keys = "/.ssh"
        $says_script = "redis-cli"
        $says_save = /\bsave\b/ nocase
    condition:
        any of ($sets_folder*) and $sets_name and any of ($where_*) and any of ($says_*)
}

rule kubelet_worm
{
    meta:
        id = "kubelet-worm"
        title = "Runs commands through open kubelets"
        why = "asks other machines' kubelets for their containers and runs commands in them"
        description = "The kubelet's port lets whoever reaches it without login run commands in every container of a node. Listing pods and running commands there, in one script, is spreading."
        fix = "Do not run the image. If containers of it ran, check the nodes that they could reach."
        leaves = "Monitors that only list pods or read metrics."
        severity = "high"
        confidence = "medium"
        grade = "content"
        category = "start"
        attack = "T1609"
        reference = "https://attack.mitre.org/techniques/T1609/"
        declares = "kube-hunter, pentest, security"
    strings:
        $list_running = "/runningpods"
        $list_pods = ":10250/pods"
        $run = ":10250/run"
        $run_made = "/run/%s/%s/%s"
        $run_variable = "10250/run/$"
        $command = /cmd=|-d ["']cmd/
    condition:
        any of ($list_*) and any of ($run*) and $command
}
