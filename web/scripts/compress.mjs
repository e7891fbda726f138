// Writes a .gz beside every file of the build that gains from it, so that the server never compresses at run time.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { constants, gzipSync } from 'node:zlib';

const folder = path.resolve(import.meta.dirname, '../dist');
const compressible = /\.(js|css|html|svg|json|txt|map)$/;
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compressible.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const plain = await readFile(file);
    const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
    if (packed.length < plain.length) await writeFile(`${file}.gz`, packed);
}
