// A Chromium for looking at pages: made-up microphone, sound without a click, no traffic of its own.
import { chromium } from 'playwright-core';

export function startBrowser(extra = []) {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: [
            '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream',
            '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
            '--allow-loopback-in-peer-connection', ...extra,
        ],
    });
}
