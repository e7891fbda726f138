// The agent's telephone rings out and is cancelled, and then answers all the same: it gets ACK and BYE, and the next agent has the caller.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';
export const slow = true;

export async function run({ dial, until, phones, ready }) {
    const offers = [];
    phones.on_call = (call) => {
        offers.push(call);
        call.ring();
        if (offers.length === 1) call.keep_on_cancel = true;
        else call.answer(phones.sdp);
    };
    await ready('agent1');
    const call = dial();
    await until(() => offers.length === 1, 'agent1 is offered the call');
    await ready('agent2');
    await until(() => offers[0].cancels > 0, 'agent1 rings out', 20_000);
    offers[0].answer(phones.sdp);
    await until(() => offers[0].state === 'ended' && offers[0].detail === 'bye_received', 'BYE for the late 200');
    await until(() => offers.length === 2 && offers[1].acks > 0, 'agent2 has the caller');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephones are out');
}
