// kill -9 at random times under 50 calls a second, on SQLite and on PostgreSQL. Afterwards every call that got a 2xx is on the
// list with its end and reason, journals have no gaps, and both far ends of every orphaned call have received a BYE.
import { execFileSync } from 'node:child_process';
import { Centre, until } from '../harness/centre.mjs';
import { SipHost, sdp_of } from '../harness/sip_host.mjs';

const kills = Number(process.env.KILLS ?? 50);
const rate = Number(process.env.KILL_RATE ?? 50);
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const agents = 120;
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
        call.on('answered', () => {
            call.talk = setTimeout(() => call.bye(), 200 + dice() * 1200);
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
    const by_caller = Map.groupBy(list, (call) => call.caller);
    for (const call of acknowledged) {
        const rows = by_caller.get(call.caller) ?? [];
        if (rows.length !== 1) faults.push(`${call.caller} got a 200 and is ${rows.length} times on the list`);
    }
    const restarted = list.filter((call) => call.end_reason === 'restart');
    for (const group of chunks(list, 20))
        await Promise.all(group.map(async (row) => {
            const { journal } = await chief.get(`/api/calls/${row.id}`);
            if (journal.length === 0 || journal.some((entry, at) => entry.seq !== at + 1)) faults.push(`journal of ${row.id} has gaps`);
        }));
    return { faults, acknowledged: acknowledged.length, listed: list.length, restarted: restarted.length };
}

function* chunks(values, size) {
    for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

async function run(engine, database) {
    const phones = await SipHost.open((call) => { call.ring(); setTimeout(() => call.state === 'new' && call.answer(sdp_of(9)), dice() * 150); });
    const host = await SipHost.open();
    const centre = await Centre.start({ name: `kill_${engine}`, centre: centre_file(phones), database, environment: { RUFWERK_LOG_LEVEL: 'warning' } });
    const chief = await centre.sign_in('chief', password);
    for (let i = 0; i < agents; i += 1) await chief.put(`/api/agents/agent${i}/presence`, { state: 'ready' });
    const callers = new Callers(host, centre.sip_port);
    callers.start();
    for (let kill = 0; kill < kills; kill += 1) {
        await new Promise((resolve) => setTimeout(resolve, 300 + dice() * 1500));
        await centre.kill();
        await centre.serve();
    }
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
    // A call that was orphaned is one whose caller heard of its end from us, or found nobody to say BYE to.
    const unheard = callers.all.filter((call) => call.answers > 0 && call.detail === 'bye_unanswered');
    if (unheard.length > 0) faults.push(`${unheard.length} callers said BYE and nobody answered`);
    const result = await check(chief, callers);
    faults.push(...result.faults);
    const { code } = await centre.stop();
    if (code !== 0) faults.push(`the server ended with ${code}`);
    host.close();
    phones.close();
    console.log(`kill: ${engine}: ${kills} kills, ${callers.all.length} calls dialled, ${result.acknowledged} got a 2xx, ${result.listed} on the list, ` +
        `${result.restarted} ended by a restart, ${faults.length} faults (KILL_SEED=${seed})`);
    for (const fault of faults.slice(0, 10)) console.log(`  ${fault}`);
    return faults.length === 0;
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
console.log(`kill: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
