// kill -9 at random times under 50 calls a second, on SQLite and on PostgreSQL. Afterwards every call that got a 2xx is on the
// list with its end and reason, journals have no gaps, and both far ends of every orphaned call have received a BYE; agents are ready
// again without anybody doing anything.
import { execFileSync } from 'node:child_process';
import { Centre, until } from '../harness/centre.mjs';
import { SipHost, sdp_of } from '../harness/sip_host.mjs';
import { end_under_load_leaves_nothing } from './term.mjs';

const kills = Number(process.env.KILLS ?? 50);
const rate = Number(process.env.KILL_RATE ?? 50);
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const agents = 120;
/** Of the callers this part waits for us to hang up, so that only our BYE can end what a kill has orphaned. */
const patient_part = 0.2;
const patience_ms = 6000;
const password = 'kill-test-2026';

/** Seeded dice (mulberry32), so that a run can be repeated: KILL_SEED. */
let dice_state = seed;
function dice() {
    dice_state = (dice_state + 0x6d2b79f5) | 0;
    let t = Math.imul(dice_state ^ (dice_state >>> 15), 1 | dice_state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

function centre_file(phones) {
    let text = `[[client]]\nkey="c"\nname="Client"\ngreeting="Hello"\n[[queue]]\nkey="q"\nclient="c"\nskills=["s"]\nring_s=15\nwrap_up_s=0\n` +
        `service_level={within_s=20,percent=80}\n[[trunk]]\nkey="t"\nallow=["127.0.0.0/8"]\n` +
        `[[number]]\nnumber="+495551448000"\nclient="c"\nqueue="q"\nanswer="agent"\n` +
        `[[number]]\nnumber="+495551448001"\nclient="c"\nqueue="q"\nanswer="at_once"\n` +
        `[[user]]\nlogin="chief"\nname="Chief"\nroles=["supervisor","administrator"]\npassword="${password}"\n`;
    for (let i = 0; i < agents; i += 1)
        text += `[[user]]\nlogin="agent${i}"\nname="Agent ${i}"\nroles=["agent"]\nskills={s=3}\nphone="sip:agent${i}@${phones.address}"\n`;
    return text;
}

class Callers {
    constructor(host, port) {
        this.host = host;
        this.port = port;
        this.all = [];
    }

    start() {
        const started = performance.now();
        let made = 0;
        this.timer = setInterval(() => {
            while (made < ((performance.now() - started) / 1000) * rate) {
                made += 1;
                this.dial();
            }
        }, 5);
    }

    dial() {
        const caller = `+4917${String(100_000_000 + this.all.length)}`;
        const call = this.host.call({ user: dice() < 0.5 ? '05551448000' : '05551448001', port: this.port, from: caller });
        call.caller = caller;
        this.all.push(call);
        call.patient = dice() < patient_part;
        call.on('answered', () => {
            call.talk = setTimeout(() => call.bye(), call.patient ? patience_ms : 200 + dice() * 1200);
        });
        call.on('ended', () => clearTimeout(call.talk));
    }

    stop() { clearInterval(this.timer); }
}

async function all_calls(chief) {
    const items = [];
    let cursor = '';
    do {
        const page = await chief.get(`/api/calls?limit=1000${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
        items.push(...page.items);
        cursor = page.next;
    } while (cursor);
    return items;
}

async function check(chief, callers) {
    const faults = [];
    const acknowledged = callers.all.filter((call) => call.answers > 0);
    const list = await until(async () => {
        const items = await all_calls(chief);
        return items.every((call) => call.ended_at && call.end_reason) && items;
    }, 'no call is open any more', 35_000);
    const by_caller = new Map();
    for (const call of list) by_caller.set(call.caller, [...(by_caller.get(call.caller) ?? []), call]);
    for (const call of acknowledged) {
        const rows = by_caller.get(call.caller) ?? [];
        if (rows.length !== 1) faults.push(`${call.caller} got a 200 and is ${rows.length} times on the list`);
    }
    const restarted = list.filter((call) => call.end_reason === 'restart');
    for (const group of chunks(list, 20))
        await Promise.all(group.map(async (row) => {
            const { journal } = await chief.get(`/api/calls/${row.id}`);
            if (journal.length === 0 || journal.some((entry, at) => entry.position !== at + 1)) faults.push(`journal of ${row.id} has gaps`);
        }));
    return { faults, acknowledged: acknowledged.length, listed: list.length, restarted: restarted.length };
}

function* chunks(values, size) {
    for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

/** The kill that met this call; what the dying process sent may be read a little later. */
const kill_of = (call, kill_times) => kill_times.find((at) => at + 50 > call.times.answered);

/** Calls that were up at a kill: who of the two ends heard our BYE, and who had to find out alone. */
function orphans(calls, kill_times) {
    const up = calls.filter((call) => {
        const kill = kill_of(call, kill_times);
        return kill && call.times.ended > kill;
    });
    const told = up.filter((call) => call.detail === 'bye_received');
    return { told: told.length, untold: up.filter((call) => call.detail !== 'bye_received' && (call.patient ?? true)) };
}

/** Every agent is at a call or ready for one; what is not may be ending one, so it is asked again. */
function all_ready(chief) {
    return until(async () => {
        const { agents: rows } = await chief.get('/api/floor');
        return rows.length >= agents && rows.filter((row) => row.login.startsWith('agent')).every((row) => row.state === 'ready');
    }, 'all agents are ready again', 20_000);
}

async function strike(centre, callers, kill_times, start_ms) {
    for (let kill = 0; kill < kills; kill += 1) {
        await new Promise((resolve) => setTimeout(resolve, 300 + dice() * 1500));
        kill_times.push(performance.now());
        await centre.kill();
        const waiting = callers.all.filter((call) => call.is_proceeding && call.answers === 0 && call.state !== 'ended');
        const began = performance.now();
        await centre.serve();
        start_ms.push(performance.now() - began);
        // Whose INVITE had a 1xx does not send it again (RFC 3261 17.1.1.2): they hang up, as people do.
        for (const call of waiting) if (call.answers === 0) call.forget();
    }
}

async function put_to_the_test(engine, centre, host, phones) {
    const chief = await centre.sign_in('chief', password);
    for (let i = 0; i < agents; i += 1) await chief.put(`/api/agents/agent${i}/presence`, { state: 'ready' });
    const callers = new Callers(host, centre.sip_port);
    const kill_times = [];
    const start_ms = [];
    callers.start();
    await strike(centre, callers, kill_times, start_ms);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    callers.stop();
    // Whoever rang when the server died hears no more of that INVITE, as no 2xx had come: in the end such a caller gives up.
    for (const call of [...host.calls.values()].filter((one) => one.answers === 0)) {
        call.cancel();
        call.forget();
    }
    const faults = [];
    await host.idle(45_000).catch((error) => faults.push(`callers: ${error.message}`));
    await phones.idle(45_000).catch((error) => faults.push(`telephones: ${error.message}`));
    const unheard = callers.all.filter((call) => call.answers > 0 && call.detail === 'bye_unanswered');
    if (unheard.length > 0) faults.push(`${unheard.length} callers said BYE and nobody answered`);
    const far_ends = [orphans(callers.all, kill_times), orphans(phones.taken, kill_times)];
    for (const [at, side] of ['callers', 'telephones'].entries()) {
        const ways = far_ends[at].untold.map((call) => `${call.detail} ${call.bye_status ?? ''}`);
        if (ways.length > 0) faults.push(`${ways.length} ${side} of orphaned calls got no BYE: ${[...new Set(ways)].join(', ')}`);
    }
    const result = await check(chief, callers);
    faults.push(...result.faults);
    await all_ready(chief).catch((error) => faults.push(error.message.slice(0, 200)));
    const unacknowledged = phones.taken.filter((call) => call.detail === 'no_ack').length;
    if (unacknowledged > 0) faults.push(`${unacknowledged} telephones answered and had neither ACK nor BYE`);
    const { code, signal } = await centre.stop();
    if (code !== 0) faults.push(`the server ended with ${code ?? signal}`);
    console.log(`kill: ${engine}: ${kills} kills, ${callers.all.length} calls dialled, ${result.acknowledged} got a 2xx, ${result.listed} on the list, ` +
        `${result.restarted} ended by a restart; ${far_ends[0].told} callers and ${far_ends[1].told} telephones got our BYE, ` +
        `${unacknowledged} telephones had no ACK; start at most ${Math.round(Math.max(...start_ms))} ms, ${faults.length} faults (KILL_SEED=${seed})`);
    for (const fault of faults.slice(0, 10)) console.log(`  ${fault}`);
    return faults.length === 0;
}

async function run(engine, database) {
    const phones = await SipHost.open((call) => {
        phones.taken.push(call);
        call.ring();
        setTimeout(() => call.state === 'new' && call.answer(sdp_of(9)), dice() * 150);
    });
    phones.taken = [];
    const host = await SipHost.open();
    const centre = await Centre.start({ whole_port_range: true, name: `kill_${engine}`, centre: centre_file(phones), database, environment: { RUFWERK_LOG_LEVEL: 'warning' } });
    try {
        return await put_to_the_test(engine, centre, host, phones);
    } finally {
        await centre.kill();
        host.close();
        phones.close();
    }
}

/** A fresh database on the server that tests/store/postgres has started. */
function new_database() {
    const server = new URL(process.env.RUFWERK_TEST_POSTGRES);
    const name = `kill_${process.pid}`;
    execFileSync('psql', [server.href, '-qc', `CREATE DATABASE ${name} LC_COLLATE 'C' TEMPLATE template0`], { stdio: ['ignore', 'ignore', 'inherit'] });
    server.pathname = `/${name}`;
    return server.href;
}

let passed = 0;
let failed = 0;
const engines = (process.env.KILL_ENGINES ?? 'sqlite,postgresql').split(',');
for (const engine of engines) {
    try {
        if (await run(engine, engine === 'postgresql' ? new_database() : undefined)) passed += 1;
        else failed += 1;
    } catch (error) {
        failed += 1;
        console.log(`kill: ${engine}: ${error.stack}`);
    }
}
try {
    if (await end_under_load_leaves_nothing()) passed += 1;
    else failed += 1;
} catch (error) {
    failed += 1;
    console.log(`term: ${error.stack}`);
}
console.log(`kill: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
