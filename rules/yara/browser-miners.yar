/* Miners that pages make their visitors run. */

rule browser_miner_client
{
    meta:
        id = "browser-miner-client"
        title = "Page that mines in its visitors' browsers"
        why = "makes whoever opens the page mine for somebody else's key"
        description = "A page or script starts the client of a browser mining service with a site key: visitors' processors work for that key's owner, without being asked."
        fix = "Take the script out of the page, and find out how it came there; whoever could add it could add anything."
        leaves = "Filter lists and documentation that name such services."
        severity = "high"
        confidence = "high"
        grade = "content"
        category = "miner"
        attack = "T1496.001"
        reference = "https://attack.mitre.org/techniques/T1496/001/"
        declares = "coinhive, coinimp, webminer, web-miner"
        files = "text"
    strings:
        $start_coinhive = "CoinHive.Anonymous("
        $start_coinhive_user = "CoinHive.User("
        $start_coinimp = "CoinImp.Anonymous("
        $start_client = "Client.Anonymous("
        $start_cryptoloot = "CRLT.Anonymous("
        $start_cryptoloot_long = "CryptoLoot.Anonymous("
        $start_deepminer = "deepMiner.Anonymous("
        $start_webminepool = "WMP.Anonymous("
        $start_poi = "ProjectPoi.Anonymous("
        $start_noter = "minercry.pt/processor.js"
        $start_webminer = "webminer.moneroer.com"
        $start_perfekt = "startMining(\""
        $start_perfekt_single = "startMining('"
        $does_start = /\.start\(\s*(CoinHive\.|Client\.|\)|\{)/
        $does_throttle = "throttle"
        $does_pool = /pool|wallet|address/ nocase
    condition:
        (any of ($start_coin*, $start_client, $start_crypto*, $start_deepminer, $start_webminepool, $start_poi) and any of ($does_start, $does_throttle)) or
        any of ($start_noter, $start_webminer) or
        (any of ($start_perfekt*) and $does_throttle and $does_pool)
}

rule browser_miner_engine
{
    meta:
        id = "browser-miner-engine"
        title = "Miner for browsers"
        why = "is a miner that runs in a browser: it takes jobs from a pool and hashes them in WebAssembly"
        description = "A script that loads a mining algorithm as WebAssembly, gets jobs over a WebSocket and counts hashes, whatever the service behind it is called. Self-hosted ones are on no filter list."
        fix = "Take it out of the web root, and find out how it came there."
        leaves = "Libraries of hash functions, and wallets, which take no jobs."
        severity = "high"
        confidence = "medium"
        grade = "content"
        category = "miner"
        attack = "T1496.001"
        reference = "https://attack.mitre.org/techniques/T1496/001/"
        declares = "coinhive, coinimp, webminer, web-miner"
        files = "text"
    strings:
        $algorithm_cryptonight = "cryptonight" nocase
        $algorithm_randomx = "randomx" nocase
        $algorithm_yespower = "yespower" nocase
        $algorithm_minotaurx = "minotaurx" nocase
        $algorithm_ghostrider = "ghostrider" nocase
        $algorithm_argon2d = "argon2d" nocase
        $engine_wasm = "WebAssembly."
        $engine_module = "Module.cwrap("
        $engine_import = "importScripts("
        $line_socket = "new WebSocket("
        $line_worker = "new Worker("
        $job_id = "job_id"
        $job_nonce = "nonce"
        $job_rate = /hashes_?PerSecond|hashrate|totalHashes|acceptedHashes/ nocase
        $job_submit = /["']submit["']/
        $job_login = /["'](login|auth|mining\.subscribe)["']/
    condition:
        any of ($algorithm_*) and any of ($engine_*) and any of ($line_*) and 3 of ($job_*)
}
