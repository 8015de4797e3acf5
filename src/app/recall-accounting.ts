import { type Accounting, type AccountingInput, accountFor, filesOfChain } from '../explain/index.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import { type StoredLayer, storedDiffIds } from './layers/stored-diff-ids.ts';
import type { TextReader } from './layers/text-reader.ts';

/**
 * What accounts for an image's programs: from the cache where the same layers were accounted for before, for reading the
 * lists of a thousand packages is a third of a check whose layers are all known. With the user's own sources, which
 * may change, it is always found out anew.
 */
export async function recallAccounting(
  input: Omit<AccountingInput, 'bytes'>,
  layers: readonly StoredLayer[],
  texts: Pick<TextReader, 'bytesOfEntry' | 'lost'>,
  cache: LayerCache | undefined,
): Promise<Accounting> {
  const find = (): Accounting =>
    accountFor({ ...input, bytes: (layer, entry) => texts.bytesOfEntry(layer, entry) });
  const diffIds = input.source === undefined ? storedDiffIds(layers) : undefined;
  if (cache === undefined || diffIds === undefined) return find();
  const atStart = [...filesOfChain(input.startChain)].sort();
  const part = cache.accounting(diffIds, { atStart, base: input.base });
  const stored = await part.read();
  if (stored !== undefined) return JSON.parse(stored.toString()) as Accounting;
  const accounting = find();
  if (!texts.lost) await part.write(Buffer.from(JSON.stringify(accounting)));
  return accounting;
}
