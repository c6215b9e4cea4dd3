const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The bytes of numbers in little-endian order: the memory itself where the machine has that order, else swapped in place. */
export function littleEndianBytes(values: Float32Array | Float64Array): Uint8Array {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  if (IS_LITTLE_ENDIAN) return bytes;
  return values.BYTES_PER_ELEMENT === 8 ? bytes.swap64() : bytes.swap32();
}

/** Little-endian float32 as numbers: on the memory of the bytes where that is aligned, else on a copy. */
export function float32Of(bytes: Uint8Array): Float32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const values = new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
  littleEndianBytes(values);
  return values;
}
