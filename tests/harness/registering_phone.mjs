// Desk telephones that register: digest as RFC 7616 has it, over the sockets of a SipHost or a TCP connection of their own.
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { SipHost } from './sip_host.mjs';

const md5 = (text) => createHash('md5').update(text).digest('hex');
const sha_256 = (text) => createHash('sha256').update(text).digest('hex');

function challenge_of(headers, algorithm) {
    const parts = headers.map((header) => Object.fromEntries([...header.matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)].map(([, name, quoted, word]) => [name, quoted ?? word])));
    return parts.find((part) => part.algorithm === algorithm);
}

/** One telephone's account on `host`. `register` gives the final status, 0 for silence. */
export class RegisteringPhone {
    constructor(host, { login, secret, server, algorithm = 'SHA-256' }) {
        Object.assign(this, { host, login, secret, server, algorithm });
        this.call_id = randomBytes(8).toString('hex');
        this.cseq = 0;
        this.contact = `<sip:${login}@${host.address}${host.transport === 'TCP' ? ';transport=tcp' : ''}>`;
    }

    async register(expires = 60) {
        const first = await this.send(expires, '');
        if (first?.status !== 401) return first?.status ?? 0;
        this.answer = await this.send(expires, `Authorization: ${this.authorization(challenge_of(first.headers['www-authenticate'], this.algorithm))}\r\n`);
        return this.answer?.status ?? 0;
    }

    authorization({ realm, nonce }) {
        const hash = this.algorithm === 'MD5' ? md5 : sha_256;
        const uri = 'sip:rufwerk';
        const cnonce = randomBytes(8).toString('hex');
        const response = hash(`${hash(`${this.login}:${realm}:${this.secret}`)}:${nonce}:00000001:${cnonce}:auth:${hash(`REGISTER:${uri}`)}`);
        return `Digest username="${this.login}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", ` +
            `algorithm=${this.algorithm}, cnonce="${cnonce}", qop=auth, nc=00000001`;
    }

    send(expires, authorization, limit_ms = 3000) {
        const cseq = (this.cseq += 1);
        const text = ['REGISTER sip:rufwerk SIP/2.0', `Via: SIP/2.0/${this.host.transport} ${this.host.address};rport;branch=z9hG4bK${randomBytes(8).toString('hex')}`,
            'Max-Forwards: 70', `From: <sip:${this.login}@rufwerk>;tag=${this.call_id}`, `To: <sip:${this.login}@rufwerk>`, `Call-ID: ${this.call_id}`,
            `CSeq: ${cseq} REGISTER`, `Contact: ${this.contact}`, `Expires: ${expires}`, 'User-Agent: Test desk phone 1.0'].join('\r\n');
        return new Promise((resolve) => {
            const hear = (message) => {
                if (message.call_id !== this.call_id || message.cseq !== cseq || message.status < 200) return;
                finish(message);
            };
            const finish = (message) => {
                clearTimeout(timer);
                this.host.off('answer', hear);
                resolve(message);
            };
            const timer = setTimeout(() => finish(undefined), limit_ms);
            this.host.on('answer', hear);
            this.host.send(`${text}\r\n${authorization}Content-Length: 0\r\n\r\n`, this.server);
        });
    }
}

/** A telephone behind one TCP connection: everything goes and comes over it. */
export class TcpSipHost extends SipHost {
    static connect(port, on_call) {
        return new Promise((resolve, reject) => {
            const socket = connect({ port, host: '127.0.0.1' });
            socket.once('error', reject);
            socket.once('connect', () => resolve(new TcpSipHost(socket, on_call)));
        });
    }

    constructor(socket, on_call) {
        super(Object.assign(socket, { address: () => ({ address: socket.localAddress, port: socket.localPort }) }), on_call);
        socket.removeAllListeners('message');
        socket.on('error', () => {});
        this.transport = 'TCP';
        this.buffer = '';
        this.pongs = 0;
        socket.on('data', (bytes) => this.read(bytes));
    }

    send(text) { this.socket.write(text); }

    read(bytes) {
        this.buffer += bytes.toString('latin1');
        for (;;) {
            while (this.buffer.startsWith('\r\n')) {
                this.pongs += 1;
                this.buffer = this.buffer.slice(2);
            }
            const gap = this.buffer.indexOf('\r\n\r\n');
            if (gap < 0) return;
            const length = Number(/^(?:content-length|l)\s*:\s*(\d+)/im.exec(this.buffer.slice(0, gap))?.[1] ?? 0);
            if (this.buffer.length < gap + 4 + length) return;
            const message = this.buffer.slice(0, gap + 4 + length);
            this.buffer = this.buffer.slice(gap + 4 + length);
            this.take(Buffer.from(message, 'latin1'), { address: '127.0.0.1', port: this.socket.remotePort });
        }
    }

    close() {
        for (const call of this.calls.values()) clearTimeout(call.retransmission);
        this.socket.destroy();
    }
}
