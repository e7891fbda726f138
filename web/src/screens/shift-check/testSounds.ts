import { audioContext, Ringer, unlockSound } from '../../phone/sound';

/** A short tone on the chosen headset. */
export async function playTone(speaker: string): Promise<void> {
    await unlockSound();
    const sound = audioContext();
    const target = sound.createMediaStreamDestination();
    const element = new Audio();
    element.srcObject = target.stream;
    if ('setSinkId' in element) await element.setSinkId(speaker).catch(() => undefined);
    const tone = sound.createOscillator();
    const gain = sound.createGain();
    tone.frequency.value = 440;
    gain.gain.setValueAtTime(0.2, sound.currentTime);
    gain.gain.linearRampToValueAtTime(0, sound.currentTime + 0.8);
    tone.connect(gain).connect(target);
    tone.start();
    tone.stop(sound.currentTime + 0.8);
    await element.play().catch(() => undefined);
}

export async function ringOnce(speaker: string): Promise<void> {
    const ringer = new Ringer();
    await ringer.start(speaker);
    setTimeout(() => ringer.stop(), 2_000);
}
