// A telephone's media side: sends a tone as RTP (PCMA) and measures which tones it hears. RFC 3550, RFC 3551.
import { createSocket } from 'node:dgram';

const alaw_of = new Uint8Array(65536);
const linear_of = new Int16Array(256);
for (let code = 0; code < 256; code += 1) linear_of[code] = decode_alaw(code);
for (let sample = -32768; sample < 32768; sample += 1) alaw_of[sample & 0xffff] = encode_alaw(sample);

function decode_alaw(code) {
    const value = code ^ 0x55;
    const segment = (value & 0x70) >> 4;
    let magnitude = ((value & 0x0f) << 4) + 8;
    if (segment > 0) magnitude = (magnitude + 0x100) << (segment - 1);
    return value & 0x80 ? magnitude : -magnitude;
}

function encode_alaw(sample) {
    const positive = sample >= 0;
    let magnitude = Math.min(positive ? sample : -sample - 1, 32635) >> 3;
    let segment = 0;
    for (let limit = 0x1f; magnitude > limit && segment < 7; limit = (limit << 1) | 1) segment += 1;
    const low = segment < 2 ? (magnitude >> 1) & 0x0f : (magnitude >> segment) & 0x0f;
    return ((segment << 4) | low | (positive ? 0x80 : 0)) ^ 0x55;
}

/** Share of the signal's power at `frequency` (0..1), Goertzel over 8 kHz samples. */
export function tone_share(samples, frequency) {
    if (samples.length === 0) return 0;
    const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / 8000);
    let before = 0;
    let last = 0;
    let power = 0;
    for (const sample of samples) {
        const next = sample + coefficient * last - before;
        before = last;
        last = next;
        power += sample * sample;
    }
    const at = last * last + before * before - coefficient * last * before;
    return power === 0 ? 0 : Math.min(1, (2 * at) / (samples.length * power));
}

export class TonePhone {
    /** Binds a free even port; sends nothing yet. */
    static open(frequency, address = '127.0.0.1') {
        return new Promise((resolve, reject) => {
            const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
            socket.once('error', reject);
            socket.bind(0, address, () => resolve(new TonePhone(socket, frequency)));
        });
    }

    constructor(socket, frequency) {
        this.socket = socket;
        this.port = socket.address().port;
        this.frequency = frequency;
        this.phase = 0;
        this.sequence = 1;
        this.timestamp = 0;
        this.ssrc = (Math.random() * 0xffffffff) >>> 0;
        this.heard = [];
        this.packets = 0;
        socket.on('message', (packet, from) => this.take(packet, from));
    }

    take(packet, from) {
        if (packet.length < 12 || packet[0] >> 6 !== 2 || (packet[1] & 0x7f) !== 8) return;
        this.packets += 1;
        this.peer = from;
        for (const code of packet.subarray(12)) this.heard.push(linear_of[code]);
        if (this.heard.length > 16000) this.heard.splice(0, this.heard.length - 16000);
    }

    /** Starts sending the tone to `port`, 50 packets a second by absolute time. */
    send_to(port, host = '127.0.0.1') {
        const started = performance.now();
        let sent = 0;
        clearInterval(this.timer);
        this.timer = setInterval(() => {
            while (sent * 20 < performance.now() - started) {
                this.socket.send(this.packet(), port, host);
                sent += 1;
            }
        }, 10);
    }

    packet() {
        const packet = Buffer.alloc(172);
        packet[0] = 0x80;
        packet[1] = 8;
        packet.writeUInt16BE(this.sequence++ & 0xffff, 2);
        packet.writeUInt32BE(this.timestamp >>> 0, 4);
        packet.writeUInt32BE(this.ssrc, 8);
        this.timestamp += 160;
        for (let i = 0; i < 160; i += 1) {
            packet[12 + i] = alaw_of[Math.round(8000 * Math.sin(this.phase)) & 0xffff];
            this.phase += (2 * Math.PI * this.frequency) / 8000;
        }
        return packet;
    }

    stop() { clearInterval(this.timer); }

    /** Share of `frequency` in the last half second heard. */
    hears(frequency) {
        return this.heard.length < 4000 ? 0 : tone_share(this.heard.slice(-4000), frequency);
    }

    forget() { this.heard = []; }

    close() {
        clearInterval(this.timer);
        this.socket.close();
    }
}
