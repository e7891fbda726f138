// The caller's line is cut in mid-call: no BYE, no sound. Silence on the media path finds it.
export const answer = 'at_once';
export const end_reason = 'media_lost';
export const slow = true;

export async function run({ dial, until, phones, ready, tone }) {
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    await ready('agent1');
    const call = dial({ sdp: tone.sdp });
    await until(() => call.state === 'answered', 'answered');
    tone.send_to(call.remote_port());
    await until(() => phones.answered >= 1, 'the agent has answered');
    tone.stop();
    call.deaf = true;
    await until(() => phones.calls.size === 0, 'the agent is freed', 60_000);
    call.deaf = false;
    await until(() => call.state === 'ended', 'BYE reaches the caller when the line is back', 40_000);
}
