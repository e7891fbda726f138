// A real headless Chromium whose microphone is a tone, and an ear in the page that measures what the page plays.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** A WAV of `frequency`, 48 kHz mono, ten seconds; whole periods, so that it loops without a click. */
export function write_tone(file, frequency) {
    const rate = 48_000;
    const count = rate * 10;
    const wav = Buffer.alloc(44 + count * 2);
    wav.write('RIFF', 0);
    wav.writeUInt32LE(36 + count * 2, 4);
    wav.write('WAVEfmt ', 8);
    wav.writeUInt32LE(16, 16);
    wav.writeUInt16LE(1, 20);
    wav.writeUInt16LE(1, 22);
    wav.writeUInt32LE(rate, 24);
    wav.writeUInt32LE(rate * 2, 28);
    wav.writeUInt16LE(2, 32);
    wav.writeUInt16LE(16, 34);
    wav.write('data', 36);
    wav.writeUInt32LE(count * 2, 40);
    for (let i = 0; i < count; i += 1)
        wav.writeInt16LE(Math.round(12000 * Math.sin((2 * Math.PI * frequency * i) / rate)), 44 + i * 2);
    writeFileSync(file, wav);
}

export class Browser {
    static async start({ tone } = {}) {
        const browser = new Browser();
        browser.folder = mkdtempSync(path.join(tmpdir(), 'chromium-'));
        const microphone = path.join(browser.folder, 'microphone.wav');
        write_tone(microphone, tone ?? 1000);
        browser.chromium = await chromium.launch({
            executablePath: '/usr/bin/chromium',
            args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
                '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
                `--use-file-for-fake-audio-capture=${microphone}`, '--autoplay-policy=no-user-gesture-required',
                '--allow-loopback-in-peer-connection'],
        });
        return browser;
    }

    /** A page with a microphone and the ear. */
    async page(options = {}) {
        const context = await this.chromium.newContext({ permissions: ['microphone', 'notifications'], locale: 'de-DE',
            viewport: { width: 1440, height: 900 }, ...options });
        await context.addInitScript(put_ear_on);
        const page = await context.newPage();
        page.faults = [];
        page.on('pageerror', (error) => page.faults.push(String(error)));
        return page;
    }

    async stop() {
        await this.chromium.close();
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Runs in the page: what the elements play that carry a live stream is measured. */
function put_ear_on() {
    const ears = new Map();
    const listen = (stream) => {
        const context = new AudioContext();
        const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
        context.createMediaStreamSource(stream).connect(analyser);
        ears.set(stream, { context, analyser });
    };
    const measure = ({ context, analyser }) => {
        const levels = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(levels);
        let best = 1;
        for (let bin = 2; bin < levels.length; bin += 1) if (levels[bin] > levels[best]) best = bin;
        return { frequency: (best * context.sampleRate) / analyser.fftSize, level: levels[best] };
    };
    window.heard = () => {
        const streams = [...document.querySelectorAll('audio')].map((element) => element.srcObject).filter(Boolean);
        for (const stream of streams) if (!ears.has(stream) && stream.getAudioTracks().length > 0) listen(stream);
        return streams.filter((stream) => ears.has(stream)).map((stream) => measure(ears.get(stream)));
    };
}

/** Waits until the page hears `frequency` clearly: within 15 Hz, above -60 dB. */
export async function page_hears(page, frequency, limit_ms = 15_000) {
    const hears = (wanted) => window.heard().some((tone) => Math.abs(tone.frequency - wanted) < 15 && tone.level > -60);
    await page.waitForFunction(hears, frequency, { timeout: limit_ms, polling: 100 }).catch(async () => {
        const heard = await page.evaluate(() => window.heard());
        const where = `tests/report/deaf-${Date.now()}.png`;
        await page.screenshot({ path: where });
        throw new Error(`the page does not hear ${frequency} Hz but ${JSON.stringify(heard)}; see ${where}`);
    });
}
