// Makes music.wav, the music on hold: four soft chords over 32 s, seamless as a loop. Run: node assets/make_music.mjs
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const rate = 8000;
const chordSeconds = 4;
const chords = [[57, 60, 64, 69], [53, 57, 60, 65], [48, 55, 60, 64], [55, 59, 62, 67],
    [57, 60, 64, 72], [53, 57, 65, 69], [50, 57, 62, 65], [55, 59, 62, 71]]; // MIDI notes
const length = rate * chordSeconds * chords.length;
const mix = new Float64Array(length);
const hertz = (note) => 440 * 2 ** ((note - 69) / 12);

// A struck tone that dies away: two partials, a soft start; what rings past the end goes on at the beginning.
function tone(note, start, seconds, loudness) {
    for (let i = 0; i < seconds * rate; ++i) {
        const t = i / rate;
        const shape = Math.min(1, t / 0.06) * Math.exp(-t / (seconds / 4)) * Math.min(1, (seconds - t) / 0.2);
        const wave = Math.sin(2 * Math.PI * hertz(note) * t) + 0.25 * Math.sin(4 * Math.PI * hertz(note) * t);
        mix[(start + i) % length] += loudness * shape * wave;
    }
}
chords.forEach((notes, index) => {
    const start = index * chordSeconds * rate;
    for (const note of notes) tone(note, start, 6, 0.5);
    notes.forEach((note, step) => tone(note + 12, start + Math.round((step + 0.5) * 0.9 * rate), 3, 0.35));
});

const peak = mix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const wav = Buffer.alloc(44 + 2 * length);
wav.write('RIFF', 0); wav.writeUInt32LE(36 + 2 * length, 4); wav.write('WAVEfmt ', 8);
wav.writeUInt32LE(16, 16); wav.writeUInt16LE(1, 20); wav.writeUInt16LE(1, 22); wav.writeUInt32LE(rate, 24);
wav.writeUInt32LE(2 * rate, 28); wav.writeUInt16LE(2, 32); wav.writeUInt16LE(16, 34);
wav.write('data', 36); wav.writeUInt32LE(2 * length, 40);
mix.forEach((value, i) => wav.writeInt16LE(Math.round((value / peak) * 0.35 * 32767), 44 + 2 * i));
writeFileSync(path.join(import.meta.dirname, 'music.wav'), wav);
