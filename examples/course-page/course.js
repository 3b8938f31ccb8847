// Gives the frame the height it asks for. The message is trusted only if it comes from that very frame.
const frame = document.querySelector("#frame");
window.addEventListener("message", ({ source, data }) => {
  if (source === frame.contentWindow && data?.type === "first-descent:height")
    frame.style.height = `${data.height}px`;
});
