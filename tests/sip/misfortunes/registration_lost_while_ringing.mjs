// A desk telephone takes its registration back while it rings: the caller goes to the next agent at once, and the agent is
// off the floor with the reason until it registers again.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';
export const registers = true;

export async function run({ dial, until, phones, ready, agent, registering }) {
    const first = registering('agent1');
    const second = registering('agent2');
    if ((await first.register()) !== 200) throw new Error('agent1 is not registered');
    let offered;
    phones.on_call = (call) => {
        call.ring();
        if (call.user === 'agent1') offered = call;
        else call.answer(phones.sdp);
    };
    await until(async () => (await agent('agent1')).phone_ready, 'the telephone is there');
    await ready('agent1');
    const call = dial();
    await until(() => offered, 'the telephone rings');
    if ((await second.register()) !== 200) throw new Error('agent2 is not registered');
    await until(async () => (await agent('agent2')).phone_ready, 'the other telephone is there');
    await ready('agent2');
    await first.register(0);
    await until(() => offered.state === 'ended' && offered.detail === 'cancelled', 'CANCEL to the telephone');
    await until(() => phones.answered >= 1, 'agent2 has answered');
    const lost = await agent('agent1');
    if (lost.state !== 'connection_lost' || lost.phone_lost !== 'unregistered') throw new Error(`agent1 is ${JSON.stringify(lost)}`);
    await first.register();
    await until(async () => (await agent('agent1')).state === 'ready' && !(await agent('agent1')).phone_lost, 'agent1 is ready again');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
