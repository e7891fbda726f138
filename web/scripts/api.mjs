// Makes src/api/schema.d.ts from an OpenAPI document: `npm run api -- FILE-OR-URL` (default: openapi.json).
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = process.argv[2] ?? 'openapi.json';
const url = /^https?:/.test(source) ? new URL(source) : pathToFileURL(source);
const tree = await openapiTS(url, { alphabetize: false });
await writeFile(
    'src/api/schema.d.ts',
    `// Generated from the server's OpenAPI document by \`npm run api\`.\n${astToString(tree)}`,
);
