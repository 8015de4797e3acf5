/** What stands in the way of a release image, in words for whoever builds it. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
}
