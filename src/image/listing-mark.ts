/** In front of a folder's path where a text is asked for: the names in it, a line each. No path of a script's begins so. */
export const LISTING_MARK = '\0names in ';
