/** A wallet address whose checksum holds. */
export interface Wallet {
  /** Without worker, difficulty, e-mail or `COIN:` parts. */
  readonly address: string;
  /** `monero`, `bitcoin`, `ethereum` … */
  readonly coin: string;
  /** `address`, `subaddress`, `integrated address`, `script address`, `segwit address` … */
  readonly kind: string;
  /** How the checksum was verified, for an indicator's `validation`. */
  readonly validation: string;
}
