export function standardize(rows) {
  const columns = rows[0].length;
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += rows[i][j];
    const mean = sum / rows.length;
    for (let i = 0; i < rows.length; i++) rows[i][j] -= mean;
  }
  return rows;
}
