export interface Choice {
    value: string;
    label: string;
}

export interface Devices {
    microphones: Choice[];
    speakers: Choice[];
}

/** Names are empty until the microphone was allowed once; then devices without an id cannot be chosen and are left out. */
export async function listDevices(): Promise<Devices> {
    const all = await navigator.mediaDevices.enumerateDevices();
    const of = (kind: MediaDeviceKind) =>
        all
            .filter((device) => device.kind === kind && device.deviceId !== '')
            .map((device) => ({ value: device.deviceId, label: device.label || device.deviceId.slice(0, 8) }));
    return { microphones: of('audioinput'), speakers: of('audiooutput') };
}

export function microphoneConstraints(device: string, voice_processing: boolean): MediaStreamConstraints {
    return {
        audio: {
            ...(device ? { deviceId: { ideal: device } } : {}),
            echoCancellation: voice_processing,
            noiseSuppression: voice_processing,
            autoGainControl: voice_processing,
        },
    };
}

/** Chrome and Edge let a page choose the loudspeaker; others use the system's, which is no fault. */
export function canChooseSpeaker(): boolean {
    return 'setSinkId' in HTMLMediaElement.prototype;
}

export async function sendTo(element: HTMLMediaElement, speaker: string): Promise<void> {
    if (canChooseSpeaker()) await element.setSinkId(speaker).catch(() => undefined);
}

export type MicrophoneFault = 'insecure' | 'denied' | 'missing' | 'busy';

export function microphoneFault(cause: unknown): MicrophoneFault {
    const name = cause instanceof DOMException ? cause.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
    if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
    return 'busy';
}
