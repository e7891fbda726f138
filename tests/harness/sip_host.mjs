// A small SIP host for load and crash tests: many callers or telephones on one UDP socket, each dialog followed to its end.
// Enough of RFC 3261 for calls on loopback: retransmission, ACK, CANCEL, BYE; what it knows of each call is what a test asserts on.
import { createSocket } from 'node:dgram';
import { EventEmitter } from 'node:events';

const T1_MS = 500;
let serial = 0;
const token = () => `${process.pid.toString(36)}${(serial += 1).toString(36)}${Math.random().toString(36).slice(2, 8)}`;

export function parse(datagram) {
    const text = datagram.toString('latin1');
    const gap = text.indexOf('\r\n\r\n');
    const [first, ...lines] = text.slice(0, gap < 0 ? undefined : gap).split('\r\n');
    const headers = {};
    for (const line of lines) {
        const colon = line.indexOf(':');
        const name = line.slice(0, colon).trim().toLowerCase();
        (headers[name] ??= []).push(line.slice(colon + 1).trim());
    }
    const response = /^SIP\/2\.0 (\d{3})/.exec(first);
    const [cseq, method] = (headers.cseq?.[0] ?? '').split(/\s+/);
    return { first, headers, body: gap < 0 ? '' : text.slice(gap + 4), status: response ? Number(response[1]) : 0,
        method: response ? method : first.split(' ')[0], cseq: Number(cseq), call_id: headers['call-id']?.[0] };
}

const family_of = (address) => (address.includes(':') ? 'IP6' : 'IP4');
/** As it stands in a URI: an IPv6 address in brackets (RFC 3261 19.1.1). */
const in_uri = (address) => (address.includes(':') ? `[${address}]` : address);

export const sdp_of = (port, address = '127.0.0.1') =>
    `v=0\r\no=test 1 1 IN ${family_of(address)} ${address}\r\ns=-\r\nc=IN ${family_of(address)} ${address}\r\nt=0 0\r\n` +
    `m=audio ${port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n`;

export const port_of = (sdp) => Number(/m=audio (\d+)/.exec(sdp)?.[1] ?? 0);

const with_body = (sdp) => (sdp ? `Content-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}` : 'Content-Length: 0\r\n\r\n');

/** One dialog. Events: ringing(status), answered, ended(reason). */
class Call extends EventEmitter {
    constructor(host, call_id) {
        super();
        this.host = host;
        this.call_id = call_id;
        this.state = 'new';
        this.times = {};
        this.cseq = 1;
        // What a misfortune counts and switches: a deaf call hears nothing, as if its line were cut.
        this.deaf = false;
        this.answers = this.acks = this.byes = this.cancels = 0;
    }

    /** Drops the dialog without a word, as a telephone that lost power does. */
    forget() { this.become('ended', 'forgotten'); }

    remote_port() { return port_of(this.remote_sdp ?? ''); }

    repeat_answer() { this.host.send(this.host.response(this.invite, 200, 'OK', this.tag, this.answer_sdp), this.peer); }

    repeat_invite() { this.host.send(this.invite_text, this.peer); }

    reinvite(sdp) {
        this.reinvite_status = 0;
        this.invite_cseq = this.cseq += 1;
        this.host.send(`${this.request('INVITE', this.cseq)}\r\n${with_body(sdp)}`, this.peer);
    }

    become(state, detail) {
        if (this.state === 'ended') return;
        this.state = state;
        this.times[state] ??= performance.now();
        this.detail = detail;
        if (state === 'ended') {
            clearTimeout(this.retransmission);
            this.host.finished(this);
        }
        this.emit(state, detail);
    }

    /** Sends `message` again at T1, 2·T1, … until something clears it; gives up after 64·T1 (RFC 3261 17.1.1.2). */
    send_reliably(message, gone) {
        clearTimeout(this.retransmission);
        let wait = T1_MS;
        let waited = 0;
        this.host.send(message, this.peer);
        const again = () => {
            waited += wait;
            if (waited >= 64 * T1_MS) return gone();
            this.host.send(message, this.peer);
            wait = Math.min(wait * 2, 4000);
            this.retransmission = setTimeout(again, wait);
            this.retransmission.unref();
        };
        this.retransmission = setTimeout(again, wait);
        this.retransmission.unref();
    }

    request(method, cseq, branch = `z9hG4bK${token()}`, uri = this.remote_target) {
        const lines = [`${method} ${uri} SIP/2.0`, `Via: SIP/2.0/${this.host.transport} ${this.host.address};branch=${branch}`,
            ...(this.routes ?? []).map((route) => `Route: ${route}`), `From: ${this.local}`, `To: ${this.remote}`,
            `Call-ID: ${this.call_id}`, `CSeq: ${cseq} ${method}`, `Contact: <sip:${this.host.address}>`, 'Max-Forwards: 70'];
        return lines.join('\r\n');
    }

    acknowledge(cseq = this.invite_cseq) {
        this.host.send(`${this.request('ACK', cseq)}\r\n${with_body(this.ack_sdp)}`, this.peer);
    }

    bye() {
        if (this.state === 'ended' || this.state === 'leaving') return;
        this.state = 'leaving';
        this.send_reliably(`${this.request('BYE', (this.cseq += 1))}\r\nContent-Length: 0\r\n\r\n`,
            () => this.become('ended', 'bye_unanswered'));
    }

    cancel() {
        this.host.send(`${this.request('CANCEL', this.invite_cseq, this.branch, this.uri)}\r\nContent-Length: 0\r\n\r\n`, this.peer);
    }

    answer(sdp) {
        this.tag ??= token();
        this.answer_sdp = sdp;
        this.send_reliably(this.host.response(this.invite, 200, 'OK', this.tag, sdp), () => this.become('ended', 'no_ack'));
    }

    ring() {
        this.tag ??= token();
        this.host.send(this.host.response(this.invite, 180, 'Ringing', this.tag), this.peer);
    }

    refuse(status, phrase) {
        this.tag ??= token();
        this.host.send(this.host.response(this.invite, status, phrase, this.tag), this.peer);
        this.become('ended', String(status));
    }
}

export class SipHost extends EventEmitter {
    /** `on_call(call)` is asked for each INVITE that comes in. */
    static open(on_call, address = '127.0.0.1') {
        return new Promise((resolve, reject) => {
            const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 4 << 20 });
            socket.once('error', reject);
            socket.bind(0, address, () => resolve(new SipHost(socket, on_call)));
        });
    }

    constructor(socket, on_call) {
        super();
        this.socket = socket;
        this.port = socket.address().port;
        this.address = `${in_uri(socket.address().address)}:${this.port}`;
        this.on_call = on_call;
        this.calls = new Map();
        this.closed_ids = new Map();
        socket.on('message', (datagram, from) => this.take(datagram, from));
    }

    transport = 'UDP';

    send(text, peer) { this.socket.send(text, peer.port, peer.host); }

    finished(call) {
        this.calls.delete(call.call_id);
        this.closed_ids.set(call.call_id, call);
    }

    /** Dials; the call's events tell the rest. `sdp` empty: offer-less INVITE, answered by `ack_sdp`; `ack` false: no ACK. */
    call({ user, host = '127.0.0.1', port, from = '+491701234567', name = 'Caller', sdp = sdp_of(9), ack = true, ack_sdp = '' }) {
        const call = new Call(this, `${token()}@${this.address}`);
        call.uri = call.remote_target = `sip:${user}@${in_uri(host)}:${port}`;
        call.peer = { host, port };
        call.local = `${name ? `"${name}" ` : ''}<sip:${from}@${this.address}>;tag=${token()}`;
        call.remote = `<${call.uri}>`;
        call.branch = `z9hG4bK${token()}`;
        call.invite_cseq = 1;
        call.ack = ack;
        call.ack_sdp = ack_sdp;
        this.calls.set(call.call_id, call);
        call.times.invited = performance.now();
        call.invite_text = `${call.request('INVITE', 1, call.branch, call.uri)}\r\n${with_body(sdp)}`;
        call.send_reliably(call.invite_text, () => call.become('ended', 'timeout'));
        return call;
    }

    response(request, status, phrase, tag, sdp) {
        const copy = (name, title) => (request.headers[name] ?? []).map((value) => `${title}: ${value}`);
        const to = request.headers.to[0].includes('tag=') || !tag ? request.headers.to[0] : `${request.headers.to[0]};tag=${tag}`;
        const lines = [`SIP/2.0 ${status} ${phrase}`, ...copy('via', 'Via'), ...copy('record-route', 'Record-Route'),
            `From: ${request.headers.from[0]}`, `To: ${to}`, `Call-ID: ${request.call_id}`, `CSeq: ${request.headers.cseq[0]}`,
            `Contact: <sip:${this.address}>`];
        return `${lines.join('\r\n')}\r\n${with_body(sdp)}`;
    }

    take(datagram, from) {
        const message = parse(datagram);
        const peer = { host: from.address, port: from.port };
        const call = this.calls.get(message.call_id);
        if (call?.deaf) {
            if (message.method === 'BYE') call.byes += 1;
            return undefined;
        }
        if (message.status) this.emit('answer', message);
        if (message.status) return call && this.take_response(call, message);
        return this.take_request(call, message, peer);
    }

    take_response(call, message) {
        if (message.method === 'BYE') {
            call.bye_status = message.status;
            return message.status >= 200 && call.become('ended', 'bye_sent');
        }
        if (message.method !== 'INVITE') return undefined;
        if (message.cseq > 1) return this.take_reinvite_answer(call, message);
        if (message.status < 200) {
            call.is_proceeding = true;
            clearTimeout(call.retransmission);
            if (message.status > 100 && call.state === 'new') call.become('ringing', message.status);
            return undefined;
        }
        clearTimeout(call.retransmission);
        call.remote = message.headers.to[0];
        if (message.status >= 300) {
            this.send(`${call.request('ACK', call.invite_cseq, call.branch, call.uri)}\r\nContent-Length: 0\r\n\r\n`, call.peer);
            return call.become('ended', String(message.status));
        }
        call.remote_target = /<([^>]+)>/.exec(message.headers.contact?.[0] ?? '')?.[1] ?? call.uri;
        call.routes = [...(message.headers['record-route'] ?? [])].reverse();
        call.remote_sdp = message.body;
        call.answers += 1;
        if (call.ack) call.acknowledge();
        if (call.state === 'new' || call.state === 'ringing') call.become('answered');
        return undefined;
    }

    take_reinvite_answer(call, message) {
        if (message.status < 200) return;
        call.acknowledge(message.cseq);
        call.reinvite_sdp = message.body;
        call.reinvite_status = message.status;
    }

    take_request(call, message, peer) {
        if (message.method === 'ACK') {
            if (call) {
                call.acks += 1;
                clearTimeout(call.retransmission);
                if (call.state === 'new' || call.state === 'ringing') call.become('answered');
            }
            return undefined;
        }
        if (message.method === 'INVITE' && !message.headers.to[0].includes('tag=')) return this.take_invite(call, message, peer);
        this.send(this.response(message, call || message.method === 'OPTIONS' || this.closed_ids.has(message.call_id) ? 200 : 481, 'OK'), peer);
        if (!call) return undefined;
        if (message.method === 'BYE') return call.become('ended', 'bye_received');
        if (message.method === 'CANCEL') {
            call.cancels += 1;
            if (call.keep_on_cancel) return undefined;
            this.send(this.response(call.invite, 487, 'Request Terminated', call.tag ?? token()), peer);
            return call.become('ended', 'cancelled');
        }
        return undefined;
    }

    take_invite(known, message, peer) {
        if (known || this.closed_ids.has(message.call_id)) return;
        const call = new Call(this, message.call_id);
        call.invite = message;
        call.peer = peer;
        call.tag = token();
        call.local = `${message.headers.to[0]};tag=${call.tag}`;
        call.remote = message.headers.from[0];
        call.remote_target = /<([^>]+)>/.exec(message.headers.contact?.[0] ?? '')?.[1];
        call.routes = message.headers['record-route'];
        call.remote_sdp = message.body;
        call.user = /^INVITE sips?:([^@]+)@/.exec(message.first)?.[1];
        call.times.invited = performance.now();
        this.calls.set(call.call_id, call);
        this.on_call?.(call);
    }

    /** Resolves when no dialog is open. */
    idle(limit_ms = 40_000) {
        const end = Date.now() + limit_ms;
        return new Promise((resolve, reject) => {
            const look = () => {
                if (this.calls.size === 0) return resolve();
                if (Date.now() > end) return reject(new Error(`${this.calls.size} dialogs are still open: ${this.open_states()}`));
                return setTimeout(look, 50);
            };
            look();
        });
    }

    open_states() { return [...new Set([...this.calls.values()].map((call) => `${call.state} ${call.user ?? ''}`))].join(', '); }

    close() {
        for (const call of this.calls.values()) clearTimeout(call.retransmission);
        this.socket.close();
    }
}
