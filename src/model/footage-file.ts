/** Where a file of footage lies in its folder: under its SHA-256. */
export const fileOfHash = (sha256: string): string => `${sha256.slice(0, 2)}/${sha256}`;
