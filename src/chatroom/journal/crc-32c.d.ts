/** The package has types for its CRC-32 only; this is its other file. */
declare module "crc-32/crc32c.js" {
  const crc32c: {
    /** The CRC-32C (Castagnoli) of `data`, as a signed integer of 32 bits. */
    buf(data: Uint8Array): number;
  };
  export default crc32c;
}
