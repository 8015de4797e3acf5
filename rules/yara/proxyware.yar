/*
 * Agents that sell a machine's connection, or its presence on the network, to strangers. They earn without mining: no
 * pool, no wallet, hardly any load.
 */

rule proxyware_program
{
    meta:
        id = "proxyware-program"
        title = "Bandwidth-sharing agent"
        why = "is the agent of a service that sells this machine's connection to strangers"
        description = "The program of a bandwidth-sharing service (proxyware), whatever it is called: the service's name together with what its agent says or takes as options. Whoever's account it runs for is paid; strangers' traffic leaves under your address."
        fix = "Do not run the image unless you mean to share your connection. If containers of it ran, look at what left the network under your address."
        leaves = "Programs that only name such a service, such as blockers; scripts and settings are for another rule."
        severity = "critical"
        confidence = "high"
        grade = "content"
        category = "miner"
        attack = "T1496.002"
        reference = "https://attack.mitre.org/techniques/T1496/002/"
        reference = "https://github.com/docker/hub-feedback/issues/2433"
        declares = "traffmonetizer, honeygain, pawns, iproyal, earnapp, packetstream, peer2profit, repocket, proxyrack, proxylite, bitping, mysterium, earnfm, proxyware"
        files = "elf"
    strings:
        $traffmonetizer = "traffmonetizer" nocase ascii wide
        $traffmonetizer_does = "start accept" ascii wide
        $traffmonetizer_api = "api.traffmonetizer.com" ascii wide
        $honeygain = "honeygain" nocase
        $honeygain_terms = "tou-accept"
        $honeygain_api = "api.honeygain.com"
        $pawns = "pawns-cli"
        $pawns_maker = "iproyal" nocase
        $pawns_terms = "accept-tos"
        $earnapp = "earnapp" nocase
        $earnapp_id = "sdk-node-"
        $earnapp_maker = "lum_sdk"
        $packetstream = "packetstream" nocase
        $packetstream_does = "psclient"
        $packetstream_host = "proxy.packetstream.io"
        $peer2profit = "peer2profit" nocase
        $peer2profit_does = "p2pclient"
        $repocket = "repocket" nocase
        $repocket_api = "api.repocket.co"
        $repocket_key = "RP_API_KEY"
        $proxyrack = "proxyrack" nocase
        $proxyrack_peer = "peer.proxyrack.com"
        $proxylite = "PROXYLITE_USER_ID"
        $earnfm = "EARNFM_TOKEN"
        $bitping = "bitpingd"
        $bitping_host = "bitping.com"
        $mysterium = "mysteriumnetwork/node"
        $mysterium_terms = "agreed-terms-and-conditions"
    condition:
        ($traffmonetizer and any of ($traffmonetizer_does, $traffmonetizer_api)) or
        ($honeygain and any of ($honeygain_*)) or
        (any of ($pawns, $pawns_maker) and $pawns_terms) or
        ($earnapp and any of ($earnapp_*)) or
        ($packetstream and any of ($packetstream_*)) or
        ($peer2profit and $peer2profit_does) or
        ($repocket and any of ($repocket_*)) or
        ($proxyrack and $proxyrack_peer) or
        $proxylite or $earnfm or
        ($bitping and $bitping_host) or
        ($mysterium and $mysterium_terms)
}

rule proxyware_start
{
    meta:
        id = "proxyware-start"
        title = "Starts a bandwidth-sharing agent"
        why = "starts an agent that sells this machine's connection to strangers"
        description = "A script or setting with the command line, the variables or the image of a bandwidth-sharing agent (proxyware) and the account that it earns for."
        fix = "Do not run the image unless you mean to share your connection. If containers of it ran, look at what left the network under your address."
        leaves = "Texts that only speak of such services, and lists of their domains."
        severity = "high"
        confidence = "high"
        grade = "content"
        category = "miner"
        attack = "T1496.002"
        reference = "https://attack.mitre.org/techniques/T1496/002/"
        declares = "traffmonetizer, honeygain, pawns, iproyal, earnapp, packetstream, peer2profit, repocket, proxyrack, proxylite, bitping, mysterium, earnfm, proxyware"
        files = "text"
    strings:
        $traffmonetizer = /start accept (--device-name \S{1,60} )?--token [A-Za-z0-9+\/=]{20,100}/
        $honeygain = /-tou-accept[ "',][^\n]{0,200}-(email|pass|device)/
        $pawns = /-accept-tos[^\n]{0,200}-?-(email|password|device-name)/
        $pawns_turned = /-(email|password)[^\n]{0,200}-accept-tos/
        $earnapp = /EARNAPP_UUID=["']?sdk-node-[0-9a-f]{16,64}/
        $earnapp_installs = "brightdata.com/static/earnapp/install.sh"
        $packetstream = /psclient[^\n]{0,100}CID=|CID=[^\n]{0,100}psclient/
        $peer2profit = /p2pclient (--login|-l) \S{3,100}/
        $peer2profit_env = "P2P_EMAIL="
        $repocket = "RP_API_KEY="
        $proxylite = "PROXYLITE_USER_ID="
        $earnfm = "EARNFM_TOKEN="
        $bitping = /bitpingd login[^\n]{0,100}--email/
        $mysterium = /myst[^\n]{0,60}service --agreed-terms-and-conditions/
        $image_traffmonetizer = "traffmonetizer/cli_v2"
        $image_honeygain = "honeygain/honeygain"
        $image_pawns = "iproyal/pawns-cli"
        $image_packetstream = "packetstream/psclient"
        $image_peer2profit = "peer2profit/peer2profit_linux"
        $image_proxylite = "proxylite/proxyservice"
        $runs = /(docker|podman|nerdctl) run (-|[a-z0-9.]{1,60}\/)|image:/
    condition:
        any of ($traffmonetizer, $honeygain, $pawns*, $earnapp*, $packetstream, $peer2profit*, $repocket, $proxylite, $earnfm, $bitping, $mysterium) or
        (any of ($image_*) and $runs)
}

rule presence_for_pay
{
    meta:
        id = "presence-for-pay"
        title = "Feigns a user's presence for pay"
        why = "keeps telling a network that pays for presence or bandwidth that a user is there"
        description = "A program that holds a connection to a network paying for presence (Grass, Teneo, Nodepay and the like) open and sends signs of life, for somebody's account. Nothing is mined, so searches for miners do not see it."
        fix = "Do not run the image unless the account is yours."
        leaves = "Lists of these networks' domains, and pages about them."
        severity = "high"
        confidence = "medium"
        grade = "content"
        category = "miner"
        attack = "T1496.002"
        reference = "https://darktrace.com/ja/blog/obfuscation-overdrive"
        declares = "grass, teneo, nodepay, blockmesh, depin"
        files = "text"
    strings:
        $host_teneo = "ws.teneo.pro"
        $host_grass = "wynd.network"
        $host_grass_api = "api.getgrass.io"
        $host_nodepay = "nodepay.ai"
        $host_nodepay_org = "nodepay.org"
        $host_blockmesh = "blockmesh.xyz"
        $host_dawn = "dawninternet.com"
        $host_bless = "bless.network"
        $host_depined = "api.depined.org"
        $open_python = "websockets.connect("
        $open_python_client = "create_connection("
        $open_python_app = "WebSocketApp("
        $open_python_http = "ws_connect("
        $open_javascript = "new WebSocket("
        $open_http = "requests.post("
        $open_session = "session.post("
        $open_fetch = "fetch("
        $open_axios = "axios.post("
        $open_proxy = "ProxyConnector"
        $life_heartbeat = "heartbeat" nocase
        $life_ping = /["']PING["']/ nocase
        $life_keep = /keep_?alive/ nocase
        $life_browser = "browser_id"
        $life_extension = "extension_id"
        $life_uptime = "uptime" nocase
    condition:
        any of ($host_*) and any of ($open_*) and any of ($life_*)
}
