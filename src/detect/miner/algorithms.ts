/** Names of mining algorithms as miners take them on the command line or in `algo`. */
const ALGORITHM =
  /^(?:rx\/\w{1,8}|randomx(?:\/\w{1,8})?|random(?:wow|arq|xeq)|cn(?:-\w{1,8})?\/\w{1,8}|cn-(?:lite|heavy|pico|gpu)|cryptonight[\w/-]{0,20}|argon2\/\w{1,10}|kawpow|ghostrider|gr|ethash|etchash|ubqhash|autolykos2?|progpow\w{0,8}|firopow|evrprogpow|beamhash\w{0,5}|equihash[\w/_]{0,12}|zelhash|zhash|cuck(?:oo|atoo|aroo)\w{0,5}|x(?:16r\w{0,2}|17|25x|21s)|lyra2\w{0,8}|yespower\w{0,8}|yescrypt\w{0,8}|verus(?:hash)?|astrobwt(?:\/\w{1,5})?|kheavyhash|heavyhash|nexapow|karlsenhash|pyrinhash|dynexsolve|panthera|minotaurx?|mtp|neoscrypt|allium|flex|spectrex?|xelishash\w{0,3}|sha256d|sha3x|octopus)$/i;

const COIN =
  /^(?:monero|xmr|wownero|wow|zephyr|zeph|dero|ravencoin|rvn|arqma|arq|sumokoin|sumo|salvium|sal|townforge|keva|graft|etc|ergo|erg|kaspa|kas|raptoreum|rtm|verus|vrsc|epic|conceal|haven|xhv|turtlecoin|trtl|masari|loki|electroneum|etn)$/i;

export function isAlgorithm(name: string): boolean {
  return ALGORITHM.test(name);
}

export function isMinedCoin(name: string): boolean {
  return COIN.test(name);
}
