// SIGTERM under load, with telephones among the agents' that answer no BYE any more: the server says goodbye to everybody, writes down
// every call's end and is gone in a few seconds; the next one finds nothing left to do.
import { Centre, until } from '../harness/centre.mjs';
import { SipHost, sdp_of } from '../harness/sip_host.mjs';

const rounds = Number(process.env.TERMS ?? 4);
const agents = 40;
const password = 'term-test-2026';
/** A BYE that nobody answers is repeated for 32 s (RFC 3261 17.1.2.2); whoever waits for it is far beyond this. */
const limit_ms = 15_000;

function centre_file(phones) {
    let text = '[[client]]\nkey="c"\nname="Client"\ngreeting="Hello"\n[[queue]]\nkey="q"\nclient="c"\nskills=["s"]\nring_s=15\nwrap_up_s=0\n' +
        'service_level={within_s=20,percent=80}\n[[trunk]]\nkey="t"\nallow=["127.0.0.0/8"]\n' +
        '[[number]]\nnumber="+495551448000"\nclient="c"\nqueue="q"\nanswer="at_once"\n' +
        `[[user]]\nlogin="chief"\nname="Chief"\nroles=["supervisor","administrator"]\npassword="${password}"\n`;
    for (let i = 0; i < agents; i += 1)
        text += `[[user]]\nlogin="agent${i}"\nname="Agent ${i}"\nroles=["agent"]\nskills={s=3}\nphone="sip:agent${i}@${phones.address}"\n`;
    return text;
}

async function ready_agents(centre) {
    const chief = await centre.sign_in('chief', password);
    for (let i = 0; i < agents; i += 1) await chief.put(`/api/agents/agent${i}/presence`, { state: 'ready' });
    return chief;
}

async function end_under_load(centre, callers, phones, faults) {
    const calls = Array.from({ length: 60 }, (_, at) =>
        callers.call({ user: '05551448000', port: centre.sip_port, from: `+4917${100_000_000 + callers.dialled + at}` }));
    callers.dialled += calls.length;
    await until(() => calls.filter((call) => call.state === 'answered').length > 30, 'callers are answered', 10_000);
    for (const [at, phone] of [...phones.calls.values()].entries()) phone.deaf = at % 3 === 0;
    const ended = centre.end();
    const how = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve(null), limit_ms).unref())]);
    if (!how) faults.push(`the server is still there ${limit_ms / 1000} s after SIGTERM`);
    else if (how.code !== 0) faults.push(`the server ended with ${how.code ?? how.signal}`);
    await ended;
    const unheard = calls.filter((call) => call.answers > 0 && call.state !== 'ended');
    if (unheard.length > 0) faults.push(`${unheard.length} callers heard no BYE`);
    for (const call of [...callers.calls.values(), ...phones.calls.values()]) call.forget();
    return calls;
}

export async function end_under_load_leaves_nothing() {
    const phones = await SipHost.open((call) => call.answer(sdp_of(9)));
    const callers = await SipHost.open();
    callers.dialled = 0;
    const faults = [];
    const centre = await Centre.start({ name: 'term', centre: centre_file(phones), whole_port_range: true, environment: { RUFWERK_LOG_LEVEL: 'warning' } });
    try {
        await ready_agents(centre);
        let answered = 0;
        for (let round = 0; round < rounds; round += 1) {
            answered += (await end_under_load(centre, callers, phones, faults)).filter((call) => call.answers > 0).length;
            await centre.serve();
        }
        const chief = await centre.sign_in('chief', password);
        const { items } = await chief.get('/api/calls?limit=1000');
        const open = items.filter((call) => !call.ended_at || !call.end_reason);
        if (open.length > 0) faults.push(`${open.length} calls are still open on the list`);
        if (items.length < answered) faults.push(`${answered} calls got a 2xx and ${items.length} are on the list`);
        console.log(`term: ${rounds} ends under load, ${answered} calls with a 2xx, ${items.length} on the list, ${faults.length} faults`);
    } finally {
        await centre.kill();
        callers.close();
        phones.close();
    }
    for (const fault of faults) console.log(`  ${fault}`);
    return faults.length === 0;
}
