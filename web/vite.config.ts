import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
    plugins: [react()],
    build: {
        target: 'es2022',
        sourcemap: false,
        // One page per audience: the desk for people of the house, the demo customer for visitors.
        rollupOptions: {
            input: {
                desk: resolve(import.meta.dirname, 'index.html'),
                demo: resolve(import.meta.dirname, 'demo/index.html'),
            },
        },
        chunkSizeWarningLimit: 1200,
    },
    test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});
