/** Pixels of a PNG file for one of its SVG. */
const SCALE = 2;

/** Buttons that save the SVG file of a chart as PNG, drawn by the browser. */
export function offerPictures(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-png]')) {
    button.addEventListener(
      'click',
      () => void save(button.dataset.png ?? '', button.dataset.name ?? 'chart.png'),
    );
  }
}

async function save(from: string, name: string): Promise<void> {
  const svg = await (await fetch(from)).text();
  const picture = await drawn(svg);
  const canvas = document.createElement('canvas');
  canvas.width = SCALE * picture.width;
  canvas.height = SCALE * picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const link = document.createElement('a');
  link.href = canvas.toDataURL('image/png');
  link.download = name;
  link.click();
}

function drawn(svg: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('The chart could not be drawn.'));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
}
