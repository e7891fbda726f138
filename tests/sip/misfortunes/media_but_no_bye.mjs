// The agent hangs up, our BYE to the caller is never answered and its sound goes on: the leg ends all the same.
export const answer = 'at_once';
export const end_reason = 'agent_hung_up';
export const slow = true;

export async function run({ dial, until, phones, ready, tone }) {
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    await ready('agent1');
    const call = dial({ sdp: tone.sdp });
    await until(() => call.state === 'answered', 'answered');
    tone.send_to(call.remote_port());
    await until(() => phones.answered >= 1, 'the agent has answered');
    call.deaf = true;
    for (const agent of phones.calls.values()) agent.bye();
    await until(() => phones.calls.size === 0, 'the agent is out');
    await until(() => call.byes > 1, 'our BYE is repeated', 10_000);
    call.forget();
}
