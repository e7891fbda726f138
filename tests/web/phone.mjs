// The browser telephone against a second page that stands for the server's media leg: attaches with G.711 only, is heard
// and hears, goes silent when muted, attaches again after a reload, and says so when another page takes over.
import { startBrowser } from './pages_browser.mjs';

const password = 'demo-2026-rufwerk';

/** In the answering page: one leg that sends 440 Hz and measures what it hears. */
async function answerInPage(sdp) {
    const sound = new AudioContext();
    const tone = sound.createOscillator();
    tone.frequency.value = 440;
    const out = sound.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    const connection = new RTCPeerConnection();
    window.leg = { connection };
    connection.ontrack = (event) => {
        const element = new Audio();
        element.muted = true;
        element.srcObject = event.streams[0];
        void element.play();
        window.leg.analyser = sound.createAnalyser();
        window.leg.analyser.fftSize = 8192;
        window.leg.analyser.smoothingTimeConstant = 0;
        sound.createMediaStreamSource(event.streams[0]).connect(window.leg.analyser);
        window.leg.element = element;
    };
    await connection.setRemoteDescription({ type: 'offer', sdp });
    const transceiver = connection.getTransceivers()[0];
    transceiver.direction = 'sendrecv';
    await transceiver.sender.replaceTrack(out.stream.getAudioTracks()[0]);
    await connection.setLocalDescription();
    if (connection.iceGatheringState !== 'complete') {
        await new Promise((resolve) => {
            connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
        });
    }
    return connection.localDescription.sdp;
}

/** Loudest frequency of the leg in Hz and its level in dB. */
function loudestInPage() {
    const { analyser } = window.leg;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = bins.indexOf(Math.max(...bins));
    return { frequency_hz: (at * analyser.context.sampleRate) / analyser.fftSize, level_db: bins[at] };
}

async function until(probe, what) {
    const end = Date.now() + 10_000;
    let last;
    while (Date.now() < end) {
        last = await probe().catch((error) => error.message);
        if (last === true) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`waited in vain: ${what} (last: ${JSON.stringify(last)})`);
}

async function hears440(page) {
    return page.evaluate(async () => {
        const audio = document.querySelector('[data-testid=phone-audio]');
        if (!audio?.srcObject) return 'no sound yet';
        window.test_sound ??= new AudioContext();
        if (window.test_stream !== audio.srcObject) {
            window.test_stream = audio.srcObject;
            window.test_analyser = window.test_sound.createAnalyser();
            window.test_analyser.fftSize = 8192;
            window.test_sound.createMediaStreamSource(audio.srcObject).connect(window.test_analyser);
        }
        const bins = new Float32Array(window.test_analyser.frequencyBinCount);
        window.test_analyser.getFloatFrequencyData(bins);
        const at = bins.indexOf(Math.max(...bins));
        const hz = (at * window.test_sound.sampleRate) / 8192;
        return Math.abs(hz - 440) < 15 && bins[at] > -50 ? true : `${hz} Hz ${bins[at]} dB`;
    });
}

export async function checkPhone(fake) {
    const browser = await startBrowser();
    const passed = [];
    try {
        const context = await browser.newContext({ permissions: ['microphone'] });
        const far = await context.newPage();
        await far.goto(`${fake.base}/icon.svg`);
        const offers = [];
        let socket;
        await context.routeWebSocket(/\/api\/live/, (page) => {
            socket = page;
            const server = page.connectToServer();
            page.onMessage(async (text) => {
                const message = JSON.parse(text);
                if (message.type !== 'phone.offer') return server.send(text);
                offers.push(message.sdp);
                // The browser may be closed by now.
                const sdp = await far.evaluate(answerInPage, message.sdp).catch(() => null);
                if (sdp) page.send(JSON.stringify({ type: 'phone.answer', sdp }));
            });
        });
        const page = await context.newPage();
        await page.goto(fake.base);
        await page.getByTestId('login').fill('lena');
        await page.getByTestId('password').fill(password);
        await page.getByTestId('sign-in').click();
        await page.getByTestId('voice-processing').uncheck({ force: true });
        await page.getByTestId('shift-start').click();
        await page.locator('[data-testid=phone-state][data-state=connected]').waitFor();
        const codecs = [...offers[0].matchAll(/^a=rtpmap:\d+ (\S+)/gm)].map((match) => match[1]);
        if (codecs.join() !== 'PCMA/8000,PCMU/8000,telephone-event/8000') throw new Error(`offered ${codecs.join()}`);
        passed.push('attaches and offers G.711 only');

        await until(() => hears440(page), 'the page hears 440 Hz');
        const loud = async () => (await far.evaluate(loudestInPage)).level_db > -50;
        await until(loud, 'the far end hears the microphone');
        passed.push('hears and is heard');

        const move = (to) => fetch(`${fake.base}/dev/scenario`, { method: 'POST', body: JSON.stringify({ login: 'lena', to }) });
        await move('live');
        await page.getByTestId('call-live').waitFor();
        await page.keyboard.press('F4');
        // Chromium's made-up microphone beeps once a second: silence must last longer than that.
        let quiet_since = Date.now();
        await until(async () => {
            if ((await far.evaluate(loudestInPage)).level_db > -70) quiet_since = Date.now();
            return Date.now() - quiet_since > 1_500;
        }, 'the far end hears nothing while muted');
        await page.keyboard.press('F4');
        await until(loud, 'the far end hears the microphone again');
        passed.push('F4 mutes and unmutes');

        await page.reload();
        await page.getByTestId('call-live').waitFor();
        await until(() => hears440(page), 'the page hears 440 Hz again after a reload');
        if (offers.length < 2) throw new Error('no second offer after the reload');
        passed.push('attaches again after a reload in mid-call without a question');

        // The old stream's analyser still remembers its tone: only a stream of its own proves the new leg.
        const stream = '[data-testid=phone-audio]';
        await page.evaluate((audio) => { window.old_stream = document.querySelector(audio).srcObject; }, stream);
        await far.evaluate(() => window.leg.connection.close());
        socket.send('{"type":"phone.failed","detail":"gone"}');
        await until(async () => offers.length >= 3, 'offers again when the server lost the leg');
        await until(() => page.evaluate((audio) => document.querySelector(audio).srcObject !== window.old_stream, stream), 'a new stream');
        await until(() => hears440(page), 'the page hears 440 Hz after the new offer');
        passed.push('offers again when its leg was lost');

        socket.send('{"type":"phone.taken"}');
        await page.getByTestId('banner-phone').getByRole('button').waitFor();
        passed.push('says that another page took over');
        await move('idle');
    } finally {
        await browser.close();
    }
    return passed;
}

if (process.argv[1] === import.meta.filename) {
    const { startFake } = await import('../../web/dev/fake.mjs');
    const { builtPages } = await import('../../web/dev/pages.mjs');
    const fake = await startFake({ pages: builtPages });
    try {
        for (const name of await checkPhone(fake)) console.log(`phone: ${name}`);
    } finally {
        fake.stop();
    }
}
