// A desk telephone loses power and comes back at another port: calls go there. Its old place is asked, does not answer, and
// goes; the agent stays ready.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';
export const registers = true;

export async function run({ dial, until, phones, ready, agent, registering, another_host }) {
    const before = await another_host();
    const old = registering('agent1', before);
    old.contact += ';+sip.instance="<urn:uuid:00000000-0000-1000-8000-000413000001>"';
    if ((await old.register()) !== 200) throw new Error('not registered');
    await until(async () => (await agent('agent1')).phone_ready, 'the telephone is there');
    await ready('agent1');
    before.socket.removeAllListeners('message');
    const again = registering('agent1');
    again.contact += ';+sip.instance="<urn:uuid:00000000-0000-1000-8000-000413000001>"';
    if ((await again.register()) !== 200) throw new Error('not registered after the reboot');
    if (again.answer.headers.contact.length !== 1) throw new Error(`it is there twice: ${again.answer.headers.contact}`);
    if ((await agent('agent1')).state !== 'ready') throw new Error('agent1 is not ready');
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    const call = dial();
    await until(() => phones.answered >= 1, 'the telephone has answered at its new place');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
