// The kernel is text for the GPU: what it sums is a row, whatever this file's names suggest.
const layerNormShader = `
  fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let row = id.x;
    var sum = 0.0;
    for (var t = 0u; t < T * C; t++) { sum += x[t]; }
    let mean = sum / f32(T * C);
    for (var t = 0u; t < T * C; t++) { y[t] = x[t] - mean; }
  }
`;

export interface Device {
  run(shader: string, buffers: Float32Array[], groups: number): Promise<Float32Array>;
}

export const layerNorm = (device: Device, x: Float32Array, T: number): Promise<Float32Array> =>
  device.run(layerNormShader, [x], T);
