// Calls through a queue to free agents (ring until answered, 2 s calls) against a bare nua back-to-back agent, interleaved in
// one run. CPU per call of each, their ratio, and the time from INVITE to 200 as the caller sees it.
import { spawn } from 'node:child_process';
import { Centre, freeUdpPort, root, until } from '../tests/harness/centre.mjs';
import { SipHost, sdp_of } from '../tests/harness/sip_host.mjs';
import { centre_with_agents, cpu_of, foreign_cpu, median, option, percentile, write_result } from './measure.mjs';

const rate = Number(option('rate', 200));
const seconds = Number(option('seconds', 10));
const rounds = Number(option('rounds', 3));
const talk_ms = 2000;
const agents = Math.ceil(rate * (talk_ms / 1000) * 1.25) + 20;

const phones = await SipHost.open((call) => { call.ring(); call.answer(sdp_of(9)); });
const callers = await SipHost.open();

/** Calls at `rate` for `seconds` to `port`; gives the milliseconds from INVITE to 200 of each and how many failed. */
async function load(user, port) {
    const waits = [];
    let failed = 0;
    const started = performance.now();
    const all = [];
    while (all.length < rate * seconds) {
        while (all.length < rate * seconds && all.length < ((performance.now() - started) / 1000) * rate) {
            const call = callers.call({ user, port });
            all.push(new Promise((resolve) => {
                call.on('answered', () => {
                    waits.push(call.times.answered - call.times.invited);
                    setTimeout(() => call.bye(), talk_ms);
                });
                call.on('ended', () => { if (!call.times.answered) failed += 1; resolve(); });
            }));
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await Promise.all(all);
    await callers.idle();
    await phones.idle();
    return { waits, failed };
}

async function measure(name, pid, user, port) {
    const foreign = foreign_cpu([pid, process.pid]);
    const before = cpu_of(pid);
    const { waits, failed } = await load(user, port);
    const cpu_ms = ((cpu_of(pid) - before) * 1000) / (rate * seconds);
    const row = { name, cpu_ms_per_call: cpu_ms, p50_ms: percentile(waits, 0.5), p99_ms: percentile(waits, 0.99), failed, foreign_cpu: foreign() };
    console.log(`${name.padEnd(10)} ${cpu_ms.toFixed(3)} ms CPU/call  INVITE to 200 p50 ${row.p50_ms?.toFixed(1)} p99 ${row.p99_ms?.toFixed(1)} ms  ` +
        `failed ${failed}  foreign CPU ${(row.foreign_cpu * 100).toFixed(0)} %`);
    return row;
}

const reference_port = await freeUdpPort();
const reference = spawn(`${root}/${option('reference', 'build/benches/bench_nua_b2bua')}`,
    [`127.0.0.1:${reference_port}`, `sip:agent@${phones.address}`], { stdio: ['ignore', 'inherit', 'inherit'] });
const centre = await Centre.start({ whole_port_range: true, name: 'bench_calls', centre: centre_with_agents(agents, phones.address, 'agent'),
    environment: { RUFWERK_LOG_LEVEL: 'warning' } });
const chief = await centre.sign_in('chief', 'bench-password-1');
for (let i = 0; i < agents; i += 1) await chief.put(`/api/agents/agent${i}/presence`, { state: 'ready' });
await until(async () => (await chief.get('/api/floor')).agents.filter((agent) => agent.state === 'ready').length === agents, 'all agents are ready');

const rows = [];
for (let round = 0; round < rounds; round += 1) {
    rows.push(await measure('reference', reference.pid, 'x', reference_port));
    rows.push(await measure('rufwerk', centre.process.pid, '05551448000', centre.sip_port));
}
const of = (name, key) => median(rows.filter((row) => row.name === name).map((row) => row[key]));
const ratio = of('rufwerk', 'cpu_ms_per_call') / of('reference', 'cpu_ms_per_call');
console.log(`ratio ${ratio.toFixed(2)} (goal at most 6)   p99 INVITE to 200 ${of('rufwerk', 'p99_ms').toFixed(1)} ms (goal at most 50) at ${rate} calls/s`);
write_result({ bench: 'calls', rate, seconds, rounds: rows, ratio, p99_ms: of('rufwerk', 'p99_ms') });
reference.kill('SIGTERM');
callers.close();
phones.close();
await centre.stop();
