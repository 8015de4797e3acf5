/* Miners on graphics cards, and of coins other than Monero. */

rule gpu_miner
{
    meta:
        id = "gpu-miner"
        title = "Miner for graphics cards"
        why = "is a miner for graphics cards: it speaks the pools' protocol and computes mining algorithms on them"
        description = "A program that starts kernels on graphics cards (OpenCL, CUDA, HIP), knows several mining algorithms and speaks to pools, whatever it is called."
        fix = "Do not run the image unless you mean to mine. Containers with graphics cards are the ones to look at first."
        leaves = "Programs that compute on graphics cards and know nothing of pools, and nodes of coins that compute on none."
        severity = "critical"
        confidence = "high"
        grade = "content"
        category = "miner"
        attack = "T1496.001"
        reference = "https://attack.mitre.org/techniques/T1496/001/"
        declares = "miner, mining, ethminer, lolminer, trex, kawpow"
        files = "elf"
    strings:
        $card_opencl = "clCreateProgramWithSource"
        $card_opencl_run = "clEnqueueNDRangeKernel"
        $card_cuda = "cuLaunchKernel"
        $card_cuda_load = "cuModuleLoadData"
        $card_cuda_runtime = "cudaLaunchKernel"
        $card_nvrtc = "nvrtcCompileProgram"
        $card_hip = "hipModuleLaunchKernel"
        $algorithm_kawpow = "kawpow" nocase
        $algorithm_progpow = "progpow" nocase
        $algorithm_ethash = "ethash" nocase
        $algorithm_etchash = "etchash" nocase
        $algorithm_autolykos = "autolykos" nocase
        $algorithm_equihash = "equihash" nocase
        $algorithm_cuckatoo = "cuckatoo" nocase
        $algorithm_cuckaroo = "cuckaroo" nocase
        $algorithm_firopow = "firopow" nocase
        $algorithm_kheavyhash = "kheavyhash" nocase
        $algorithm_beamhash = "beamhash" nocase
        $algorithm_verthash = "verthash" nocase
        $algorithm_octopus = "octopus" nocase
        $algorithm_zelhash = "zelhash" nocase
        $algorithm_ironfish = "ironfish" nocase
        $algorithm_karlsen = "karlsenhash" nocase
        $algorithm_xelis = "xelishash" nocase
        $pool_subscribe = "mining.subscribe"
        $pool_authorize = "mining.authorize"
        $pool_notify = "mining.notify"
        $pool_submit = "mining.submit"
        $pool_eth_login = "eth_submitLogin"
        $pool_eth_work = "eth_submitWork"
        $pool_eth_rate = "eth_submitHashrate"
        $pool_scheme = "stratum+tcp"
    condition:
        any of ($card_*) and 2 of ($algorithm_*) and 2 of ($pool_*)
}

rule named_gpu_miner
{
    meta:
        id = "named-gpu-miner"
        title = "Known miner for graphics cards"
        why = "holds the name and the words of a known miner for graphics cards"
        description = "Closed miners keep most of what they do packed; what they print at start gives them away: their name, the fee for their author, rates and shares."
        fix = "Do not run the image unless you mean to mine."
        leaves = "Monitors and lists that name many miners and none of the words of a running one."
        severity = "high"
        confidence = "medium"
        grade = "content"
        category = "miner"
        attack = "T1496.001"
        reference = "https://attack.mitre.org/techniques/T1496/001/"
        declares = "miner, mining"
        files = "elf"
    strings:
        $name_lol = "lolMiner"
        $name_teamred = "TeamRedMiner"
        $name_nb = "NBMiner"
        $name_phoenix = "PhoenixMiner"
        $name_srb = "SRBMiner"
        $name_wildrig = "WildRig"
        $name_bz = "BzMiner"
        $name_onezero = "OneZeroMiner"
        $name_kawpow = "kawpowminer"
        $name_ethminer = "ethminer"
        $name_ccminer = "ccminer"
        $name_trex = "T-Rex NVIDIA"
        $does_fee = /dev ?fee/ nocase
        $does_rate = "hashrate" nocase
        $does_accepted = /share accepted|accepted share|shares accepted|accepted:/ nocase
        $does_stratum = "stratum" nocase
        $does_worker = "--worker"
        $does_fan = "--fan"
        $does_intensity = "intensity"
    condition:
        any of ($name_*) and not 4 of ($name_*) and 4 of ($does_*)
}

rule other_coin_miner
{
    meta:
        id = "other-coin-miner"
        title = "Miner of a less known coin"
        why = "is a miner of a coin that searches for Monero miners do not know"
        description = "The words of miners of Dero, PKT, Verus, Grin, Qubic and of cpuminer's many forks: the algorithm together with what only their miners take as options or say to their pools."
        fix = "Do not run the image unless you mean to mine."
        leaves = "Nodes and wallets of these coins."
        severity = "critical"
        confidence = "high"
        grade = "content"
        category = "miner"
        attack = "T1496.001"
        reference = "https://attack.mitre.org/techniques/T1496/001/"
        declares = "miner, mining, dero, pktd, verus, grin, qubic, cpuminer"
        files = "elf"
    strings:
        $dero = "astrobwt" nocase
        $dero_wallet = "--wallet-address"
        $dero_daemon = "--daemon-rpc-address"
        $dero_says = "DERO CLI Miner"
        $pkt = "packetcrypt" nocase
        $pkt_announce = "annmine"
        $pkt_block = "blkmine"
        $pkt_pool = "pool.pkt"
        $verus = "verushash" nocase
        $grin = "cuckatoo" nocase
        $grin_job = "getjobtemplate"
        $qubic = "qubic" nocase
        $qubic_pool = "qubic.li"
        $qubic_threads = "amountOfThreads"
        $qubic_rate = /\bit\/s\b/
        $cpuminer = "cpuminer"
        $cpuminer_minerd = "minerd"
        $algorithm_yespower = "yespower"
        $algorithm_yescrypt = "yescrypt"
        $algorithm_minotaurx = "minotaurx"
        $algorithm_lyra2 = "lyra2rev"
        $algorithm_x16 = "x16rv2"
        $algorithm_argon2d = "argon2d"
        $algorithm_scrypt = "scrypt:"
        $stratum_scheme = "stratum+tcp"
        $stratum_subscribe = "mining.subscribe"
        $stratum_says = "Stratum"
    condition:
        ($dero and 1 of ($dero_*)) or
        ($pkt and 1 of ($pkt_*)) or
        ($verus and 1 of ($stratum_*)) or
        ($grin and $grin_job) or
        ($qubic and 2 of ($qubic_*)) or
        (any of ($cpuminer*) and 2 of ($algorithm_*) and 1 of ($stratum_*))
}

rule other_coin_settings
{
    meta:
        id = "other-coin-settings"
        title = "Settings of a miner of a less known coin"
        why = "sets up a miner of Duino-Coin, Qubic or Dero for somebody's account"
        severity = "high"
        confidence = "high"
        grade = "content"
        category = "miner"
        attack = "T1496.001"
        fix = "Do not run the image unless the account is yours."
        leaves = "Nodes and wallets of these coins, and pages about them."
        reference = "https://attack.mitre.org/techniques/T1496/001/"
        declares = "miner, mining, duino, qubic, dero"
        files = "text"
    strings:
        $duino_hash = "DUCO-S1"
        $duino_job = /["']JOB,["']?/
        $duino_server = "server.duinocoin.com"
        $qubic_client = "ClientSettings"
        $qubic_token = /"(accessToken|qubicAddress|payoutId)"/
        $qubic_pool = /"poolAddress"\s*:\s*"[^"\n]{0,100}qubic/
        $qubic_trainer = "amountOfThreads"
        $dero_wallet = /--wallet-address[= ]dero1[a-z0-9]{20,90}/
        $dero_daemon = "--daemon-rpc-address"
    condition:
        ($duino_hash and 1 of ($duino_job, $duino_server)) or
        ($qubic_client and 2 of ($qubic_token, $qubic_pool, $qubic_trainer)) or
        ($dero_wallet and $dero_daemon)
}
