// The caller cancels in the moment the agent's telephone answers: whoever wins, both dialogs end.
export const answer = 'agent';
export const end_reason = ['abandoned', 'cancelled', 'caller_hung_up'];

export async function run({ dial, until, phones, ready }) {
    let call;
    phones.on_call = (offered) => {
        offered.ring();
        call.cancel();
        offered.answer(phones.sdp);
    };
    await ready('agent1');
    call = dial();
    await until(() => call.state === 'ended', 'the caller is out');
    await until(() => phones.calls.size === 0, 'the telephone is out', 40_000);
}
