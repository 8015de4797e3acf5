export { type Catalog, type CatalogMatch, EMPTY_CATALOG, type LayerDigests } from './catalog.ts';
export {
  type CatalogContent,
  type CatalogImage,
  type CatalogListing,
  type CatalogSource,
  familiarName,
  mostTelling,
  officialName,
} from './catalog-image.ts';
export { joinCatalogs } from './joined-catalog.ts';
export { mergeContent } from './merge.ts';
export { packCatalog } from './packed/pack.ts';
export { PackedCatalog } from './packed/packed-catalog.ts';
export { readBuilds } from './published/builds-json.ts';
export { readOfficialImage } from './published/official-images.ts';
export { readRepoInfo } from './published/repo-info.ts';
