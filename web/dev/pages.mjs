// Serves the built pages of web/dist to the fake server, with index.html for deep links.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../dist');
const types = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
    '.woff2': 'font/woff2',
    '.wav': 'audio/wav',
};

export async function builtPages(request, response) {
    const wanted = new URL(request.url, 'http://fake').pathname;
    const file =
        wanted.startsWith('/demo') && !path.extname(wanted)
            ? '/demo/index.html'
            : path.extname(wanted)
              ? wanted
              : '/index.html';
    const body = await readFile(path.join(folder, path.normalize(file))).catch(() => null);
    response.writeHead(body ? 200 : 404, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
    response.end(body ?? 'not found');
}
