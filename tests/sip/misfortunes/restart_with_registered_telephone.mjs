// The server is killed and started again: the desk telephone rings without registering anew, its agent is ready as before.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';
export const registers = true;

export async function run({ dial, until, phones, ready, agent, registering, restart }) {
    const phone = registering('agent1');
    phone.algorithm = 'MD5';
    if ((await phone.register(600)) !== 200) throw new Error('not registered');
    await until(async () => (await agent('agent1')).phone_ready, 'the telephone is there');
    await ready('agent1');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await restart();
    await until(async () => (await agent('agent1')).state === 'ready', 'agent1 is ready again', 5000);
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    const call = dial();
    await until(() => phones.answered >= 1, 'the telephone has answered');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
