package dev.brood.samples.numeric;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws speed-up and efficiency over the number of workers, each beside the ideal, as a PNG. */
final class SpeedUpChart {
  private static final Color MEASURED = new Color(0x1F6FB4);
  private static final Color IDEAL = new Color(0x8A8A8A);
  private static final Color GRID = new Color(0xE4E4E4);
  private static final Color INK = new Color(0x303030);
  private static final BasicStroke DASHES =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {8, 6}, 0);

  private SpeedUpChart() {}

  static void write(Path file, String title, List<Run> runs) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Run first = runs.getFirst();
    XYChart speedUp =
        chart(
            title + ": speed-up",
            "times faster than with 1 worker",
            runs,
            run -> run.speedUp(first),
            Run::workers);
    XYChart efficiency =
        chart(
            title + ": efficiency",
            "speed-up per worker, %",
            runs,
            run -> 100 * run.efficiency(first),
            _ -> 100);
    speedUp.getStyler().setLegendPosition(LegendPosition.InsideNW);
    efficiency.getStyler().setLegendPosition(LegendPosition.InsideSE);
    try (OutputStream out = Files.newOutputStream(file)) {
      BitmapEncoder.saveBitmap(List.of(speedUp, efficiency), 1, 2, out, BitmapFormat.PNG);
    }
  }

  private static XYChart chart(
      String title,
      String yTitle,
      List<Run> runs,
      ToDoubleFunction<Run> measured,
      ToDoubleFunction<Run> ideal) {
    XYChart chart =
        new XYChartBuilder()
            .width(720)
            .height(540)
            .title(title)
            .xAxisTitle("workers")
            .yAxisTitle(yTitle)
            .build();
    double[] workers = runs.stream().mapToDouble(Run::workers).toArray();
    double[] measures = runs.stream().mapToDouble(measured).toArray();
    double[] ideals = runs.stream().mapToDouble(ideal).toArray();

    XYSeries dashed = chart.addSeries("ideal", workers, ideals);
    dashed.setMarker(SeriesMarkers.NONE);
    dashed.setLineColor(IDEAL).setLineStyle(DASHES);
    XYSeries line = chart.addSeries("measured", workers, measures);
    line.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(MEASURED);
    line.setLineColor(MEASURED).setLineWidth(3);

    double top = Math.max(max(measures), max(ideals));
    style(chart.getStyler(), runs.getLast().workers(), 1.15 * top);
    return chart;
  }

  private static void style(XYStyler style, int workers, double top) {
    style.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(INK);
    style.setLegendBorderColor(GRID);
    style.setPlotBorderColor(GRID);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setChartPadding(16);
    style.setChartTitlePadding(12);
    style.setMarkerSize(10);
    style.setXAxisMin(0.0);
    style.setXAxisMax(workers + 1.0);
    style.setXAxisTickLabelsFormattingFunction(SpeedUpChart::wholeNumbersOnly);
    style.setYAxisMin(0.0);
    style.setYAxisMax(top);
  }

  /** There is no half worker, whatever step the axis has chosen. */
  private static String wholeNumbersOnly(double value) {
    return value == Math.rint(value) ? String.valueOf(Math.round(value)) : "";
  }

  private static double max(double[] values) {
    double max = 0;
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }
}
