// 2,000 callers hear music while 20 agents serve 3-second calls: how soon is the next call offered after an agent is free,
// does the music play on without gaps, is anybody lost?
import { createSocket } from 'node:dgram';
import { Centre, until } from '../tests/harness/centre.mjs';
import { SipHost, sdp_of } from '../tests/harness/sip_host.mjs';
import { centre_with_agents, cpu_of, foreign_cpu, option, percentile, write_result } from './measure.mjs';

const waiting = Number(option('callers', 2000));
const agents = Number(option('agents', 20));
const seconds = Number(option('seconds', 60));
const talk_ms = 3000;
const samples = 20;

/** From the moment an agent's call ended at the telephone to the INVITE that offers the next one. */
const offered_after_ms = [];
const freed = new Map();
const phones = await SipHost.open((call) => {
    const free_at = freed.get(call.user);
    if (free_at !== undefined) offered_after_ms.push(call.times.invited - free_at);
    freed.delete(call.user);
    call.ring();
    call.answer(sdp_of(sink_port));
    call.on('answered', () => setTimeout(() => {
        // The agent hangs up: free from this moment on.
        freed.set(call.user, performance.now());
        call.bye();
    }, talk_ms));
});

// One port that is bound and never read takes the music of most callers; a few are listened to.
const sink = createSocket({ type: 'udp4', recvBufferSize: 4096 });
await new Promise((resolve) => { sink.bind(0, '127.0.0.1', resolve); });
const sink_port = sink.address().port;

class Listener {
    static open() {
        return new Promise((resolve) => {
            const socket = createSocket('udp4');
            socket.bind(0, '127.0.0.1', () => resolve(new Listener(socket)));
        });
    }

    constructor(socket) {
        this.socket = socket;
        this.packets = 0;
        this.missing = 0;
        this.longest_ms = 0;
        socket.on('message', (packet) => {
            const sequence = packet.readUInt16BE(2);
            const now = performance.now();
            if (this.packets > 0) {
                const step = (sequence - this.last) & 0xffff;
                if (step > 1 && step < 0x8000) this.missing += step - 1;
                this.longest_ms = Math.max(this.longest_ms, now - this.at);
            }
            this.last = sequence;
            this.at = now;
            this.packets += 1;
        });
    }
}

const centre = await Centre.start({ whole_port_range: true, name: 'bench_waiting', centre: centre_with_agents(agents, phones.address, 'at_once'),
    environment: { RUFWERK_LOG_LEVEL: 'warning' } });
const chief = await centre.sign_in('chief', 'bench-password-1');

const callers = await SipHost.open();
const listeners = [];
let answered = 0;
let lost = 0;
let leaving = false;
for (let i = 0; i < waiting; i += 1) {
    const listener = i % Math.ceil(waiting / samples) === 0 ? await Listener.open() : null;
    if (listener) listeners.push(listener);
    const call = callers.call({ user: '05551448000', port: centre.sip_port, sdp: sdp_of(listener ? listener.socket.address().port : sink_port) });
    call.on('answered', () => { answered += 1; });
    call.on('ended', (reason) => { if (!leaving && reason !== 'bye_received') lost += 1; });
    if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 20));
}
await until(() => answered + lost === waiting, 'all callers are in', 60_000);
const foreign = foreign_cpu([centre.process.pid, process.pid]);
const cpu_before = cpu_of(centre.process.pid);
for (let i = 0; i < agents; i += 1) await chief.put(`/api/agents/agent${i}/presence`, { state: 'ready' });
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const cpu_cores = (cpu_of(centre.process.pid) - cpu_before) / seconds;
const foreign_share = foreign();
leaving = true;
for (const call of callers.calls.values()) call.bye();
await callers.idle();
await phones.idle();

const sum = (key) => listeners.reduce((total, one) => total + one[key], 0);
const result = { bench: 'waiting', callers: waiting, agents, seconds, offers: offered_after_ms.length,
    offered_after_p50_ms: percentile(offered_after_ms, 0.5), offered_after_p99_ms: percentile(offered_after_ms, 0.99), lost,
    music_packets: sum('packets'), music_missing: sum('missing'), music_longest_gap_ms: Math.max(...listeners.map((one) => one.longest_ms)),
    cpu_cores, foreign_cpu: foreign_share };
console.log(`next call offered after p50 ${result.offered_after_p50_ms?.toFixed(1)} ms, p99 ${result.offered_after_p99_ms?.toFixed(1)} ms ` +
    `(goal at most 50), ${result.offers} offers`);
console.log(`music: ${result.music_packets} packets heard by ${listeners.length} listeners, ${result.music_missing} missing, longest gap ` +
    `${result.music_longest_gap_ms.toFixed(0)} ms; lost callers ${lost}`);
console.log(`server ${cpu_cores.toFixed(2)} cores, foreign CPU ${(foreign_share * 100).toFixed(0)} %`);
write_result(result);
for (const listener of listeners) listener.socket.close();
sink.close();
callers.close();
phones.close();
await centre.stop();
