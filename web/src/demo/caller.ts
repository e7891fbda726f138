// The recorded caller of the demo: a made-up voice (no words), so that two tabs on one laptop do not howl as two open
// microphones would. A buzzing larynx through two moving resonances sounds like speech from the next room.

const rate_hz = 16_000;

/** First and second resonance of a, e, i, o, u in Hz (Peterson and Barney 1952, rounded). */
const vowels = [
    [730, 1090],
    [530, 1840],
    [270, 2290],
    [570, 840],
    [300, 870],
] as const;

interface Syllable {
    at_s: number;
    length_s: number;
    pitch_hz: number;
    vowel: readonly [number, number];
}

/** Three sentences with falling pitch and a pause after each; the same every time. */
export function sentences(): { syllables: Syllable[]; length_s: number } {
    const syllables: Syllable[] = [];
    let at_s = 0.3;
    let dice = 7;
    const next = () => (dice = (dice * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (const count of [7, 11, 9]) {
        for (let index = 0; index < count; index += 1) {
            const length_s = 0.13 + 0.09 * next();
            const melody = 150 - 35 * (index / count) + 18 * Math.sin(index * 1.7);
            const vowel = vowels[Math.floor(next() * vowels.length)] ?? vowels[0];
            syllables.push({ at_s, length_s, pitch_hz: melody, vowel });
            at_s += length_s + (next() < 0.25 ? 0.09 : 0.02);
        }
        at_s += 1.4;
    }
    return { syllables, length_s: at_s };
}

export async function makeVoice(): Promise<AudioBuffer> {
    const { syllables, length_s } = sentences();
    const studio = new OfflineAudioContext(1, Math.ceil(length_s * rate_hz), rate_hz);
    const larynx = studio.createOscillator();
    larynx.type = 'sawtooth';
    const loudness = studio.createGain();
    loudness.gain.value = 0;
    const resonances = [0, 1].map(() => {
        const filter = studio.createBiquadFilter();
        filter.type = 'bandpass';
        filter.Q.value = 6;
        larynx.connect(filter).connect(loudness);
        return filter;
    });
    loudness.connect(studio.destination);
    for (const { at_s, length_s: long_s, pitch_hz, vowel } of syllables) {
        larynx.frequency.linearRampToValueAtTime(pitch_hz, at_s + long_s / 2);
        resonances.forEach((filter, index) =>
            filter.frequency.linearRampToValueAtTime(vowel[index] ?? 500, at_s + 0.05),
        );
        loudness.gain.setValueAtTime(0, at_s);
        loudness.gain.linearRampToValueAtTime(0.55, at_s + 0.03);
        loudness.gain.linearRampToValueAtTime(0, at_s + long_s);
    }
    larynx.start();
    return studio.startRendering();
}

export interface Voice {
    stream: MediaStream;
    stop: () => void;
}

/** The recorded caller as a stream, over and over. */
export async function recordedCaller(): Promise<Voice> {
    const sound = new AudioContext();
    const player = sound.createBufferSource();
    player.buffer = await makeVoice();
    player.loop = true;
    const target = sound.createMediaStreamDestination();
    player.connect(target);
    player.start();
    await sound.resume();
    return { stream: target.stream, stop: () => void sound.close() };
}

export async function microphoneCaller(): Promise<Voice> {
    const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: false },
    });
    return { stream, stop: () => stream.getTracks().forEach((track) => track.stop()) };
}
