// The telephone repeats its 200 because our ACK was lost: each is acknowledged again (RFC 3261 13.2.2.4).
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';

export async function run({ dial, until, phones, ready }) {
    let offered;
    phones.on_call = (call) => { offered = call; call.ring(); call.answer(phones.sdp); };
    await ready('agent1');
    const call = dial();
    await until(() => offered?.acks >= 1, 'first ACK');
    offered.repeat_answer();
    await until(() => offered.acks >= 2, 'second ACK');
    offered.repeat_answer();
    await until(() => offered.acks >= 3, 'third ACK');
    call.bye();
    await until(() => offered.state === 'ended', 'BYE to the telephone');
}
