// The telephone answers although we have cancelled it (200 crossing CANCEL): ACK and BYE follow (RFC 3261 9.1).
export const answer = 'at_once';
export const end_reason = 'abandoned';

export async function run({ dial, until, phones, ready }) {
    let offered;
    phones.on_call = (call) => { offered = call; call.keep_on_cancel = true; call.ring(); };
    await ready('agent1');
    const call = dial();
    await until(() => offered && call.state === 'answered', 'the telephone rings');
    call.bye();
    await until(() => offered.cancels > 0, 'CANCEL to the telephone');
    offered.answer(phones.sdp);
    await until(() => offered.state === 'ended' && offered.detail === 'bye_received', 'BYE for the late 200', 40_000);
}
