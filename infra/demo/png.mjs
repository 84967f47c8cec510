/** Writing and reading PNG files with nothing but zlib: 8 bits a sample, grey or RGB, no interlace. */
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOUR_TYPE = { 1: 0, 3: 2 };

/**
 * @typedef {{ width: number, height: number, samples: 1 | 3, pixels: Uint8Array }} Picture
 * `pixels`: row by row, `samples` bytes per pixel.
 */

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return framed;
}

/** @param {Picture} picture @returns {Buffer} the PNG file */
export function encodePng({ width, height, samples, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, COLOUR_TYPE[samples], 0, 0, 0], 8);
  const stride = width * samples;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    rows[at] = 1; // filter Sub: neighbours differ little
    for (let x = 0; x < stride; x++) {
      const left = x < samples ? 0 : pixels[y * stride + x - samples];
      rows[at + 1 + x] = pixels[y * stride + x] - left;
    }
  }
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Reads back what `encodePng` wrote; other PNG files are refused. @param {Buffer} file @returns {Picture} */
export function decodePng(file) {
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const samples = file[25] === 0 ? 1 : file[25] === 2 ? 3 : 0;
  if (samples === 0 || file[24] !== 8) throw new Error("not a picture of ours");
  const length = file.readUInt32BE(33);
  const rows = inflateSync(file.subarray(41, 41 + length));
  const stride = width * samples;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    if (rows[at] !== 1) throw new Error("not a picture of ours");
    for (let x = 0; x < stride; x++) {
      const left = x < samples ? 0 : (pixels[y * stride + x - samples] ?? 0);
      pixels[y * stride + x] = (rows[at + 1 + x] ?? 0) + left;
    }
  }
  return { width, height, samples, pixels };
}
