// Caller and agent hang up in the same moment: each BYE gets its 200, the call ends once.
export const answer = 'at_once';
export const end_reason = ['caller_hung_up', 'agent_hung_up'];

export async function run({ dial, until, phones, ready }) {
    let offered;
    phones.on_call = (call) => { offered = call; call.ring(); call.answer(phones.sdp); };
    await ready('agent1');
    const call = dial();
    await until(() => offered?.acks >= 1, 'they talk');
    call.bye();
    offered.bye();
    await until(() => call.state === 'ended' && offered.state === 'ended', 'both are out');
}
