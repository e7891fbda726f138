// `npm run dev`: the pages with hot reload over the fake server. Sign in as lena, tim or chief with demo-2026-rufwerk.
import { createServer } from 'vite';
import { startFake } from './fake.mjs';

const vite = await createServer({ server: { middlewareMode: true }, appType: 'mpa' });
const fake = await startFake({
    port: Number(process.env.PORT ?? 8090),
    pages: (request, response) => vite.middlewares(request, response),
});
console.log(`${fake.base}/  and  ${fake.base}/demo/`);
