// A desk telephone over TCP: it is rung over its own connection, its keep-alive is answered (RFC 5626, 3.5.1), and when the
// connection closes its agent is off the floor within seconds.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';
export const registers = true;

export async function run({ dial, until, phones, ready, agent, registering, over_tcp }) {
    const host = await over_tcp();
    host.sdp = phones.sdp;
    const phone = registering('agent1', host);
    if ((await phone.register()) !== 200) throw new Error('not registered');
    host.send('\r\n\r\n');
    await until(() => host.pongs > 0, 'the ping is answered');
    await until(async () => (await agent('agent1')).phone_ready, 'the telephone is there');
    await ready('agent1');
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    const call = dial();
    await until(() => phones.answered >= 1, 'the telephone has answered over its connection');
    call.bye();
    await until(() => host.calls.size === 0, 'the telephone is out');
    await until(async () => (await agent('agent1')).state === 'ready', 'agent1 is ready again');
    host.close();
    const lost = await until(async () => {
        const now = await agent('agent1');
        return now.state === 'connection_lost' && now;
    }, 'agent1 is off the floor', 5000);
    if (lost.phone_lost !== 'connection_closed') throw new Error(`lost for ${lost.phone_lost}`);
}
