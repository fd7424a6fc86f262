# Writes the examples and R's figures for them, which tests/test_durations.py compares with ours.
#
#   apt-get install r-base-core r-cran-survival
#   Rscript tests/frozen/survival.R tests/frozen
#
# examples.csv  one row per made-up truce: set, low, high (days, Inf where no end is known), cause (0 = none known)
# figures.csv   one row per figure: set, quantity, day, value
#
# R reads an interval as (low, high], we as [low, high]. On whole days [low, high] is (low - 0.5, high], so that is what
# R is given; an exact day and an open end mean the same to both. R's iteration for interval-censored times stops when a
# survival changes by less than 5e-05, which leaves its figures right to about three places. `exact` is the same function
# with 1e-14 there and nothing else changed.

suppressPackageStartupMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)[1]
exact <- survival:::survfitTurnbull
source <- deparse(exact)
stopifnot(sum(grepl("eps > 5e-05", source, fixed = TRUE)) == 1)
exact <- eval(parse(text = sub("eps > 5e-05", "eps > 1e-14", source, fixed = TRUE)))
environment(exact) <- asNamespace("survival")

next_number <- function(state) (1103515245 * state + 12345) %% 2147483648
numbers <- function(n, state) {
  out <- numeric(n)
  for (i in seq_len(n)) {
    state <- next_number(state)
    out[i] <- floor(state / 65536) %% 1000
  }
  out
}

truce <- function(set, low, high, cause = 1) data.frame(set = set, low = low, high = high, cause = cause)
n <- 60
days <- floor(-80 * log((numbers(n, 7) + 0.5) / 1000))
back <- numbers(n, 11) %% 30
ahead <- numbers(n, 13) %% 30
kind <- numbers(n, 17) %% 4
low <- ifelse(kind < 2, days, pmax(days - back, 0))
high <- ifelse(kind < 2, days, ifelse(kind == 2, days + ahead, Inf))
looks <- 3 * seq_len(n) + 1
over <- numbers(n, 19) < 1000 * (1 - exp(-looks / 70))
ties <- 1 + numbers(n, 23) %% 12
examples <- rbind(
  truce("six", c(1, 5, 3, 1, 3, 6), c(1, 6, 6, 3, 4, 7)),
  truce("mixed", low, high),
  truce("one_look", ifelse(over, 0, looks), ifelse(over, looks, Inf)),
  truce("exact", days, days),
  truce("open", days, ifelse(kind == 3, Inf, days)),
  truce("causes", ties, ifelse(kind == 3, Inf, ties), ifelse(kind == 3, 0, 1 + numbers(n, 29) %% 3))
)

figure <- function(set, quantity, day, value) data.frame(set = set, quantity = quantity, day = day, value = value)
at <- function(fit, day) c(1, fit$surv)[findInterval(day, fit$time) + 1]
figures <- NULL
for (set in c("six", "mixed", "one_look")) {
  d <- examples[examples$set == set, ]
  left <- ifelse(d$low == d$high | is.infinite(d$high), d$low, d$low - 0.5)
  y <- Surv(left, ifelse(is.infinite(d$high), NA, d$high), type = "interval2")
  day <- sort(unique(d$high[is.finite(d$high)]))
  figures <- rbind(figures, figure(set, "as_shipped", day, at(survfit(y ~ 1), day)))
  fit <- exact(factor(rep(1, nrow(d))), y, rep(1, nrow(d)))
  figures <- rbind(figures, figure(set, "survival", day, at(fit, day)))
}
for (set in c("exact", "open")) {
  d <- examples[examples$set == set, ]
  fit <- survfit(Surv(d$low, is.finite(d$high)) ~ 1)
  figures <- rbind(figures, figure(set, "survival", fit$time, fit$surv))
}
figures <- rbind(figures, figure("open", "median", NA, summary(fit)$table[["median"]]))
d <- examples[examples$set == "causes", ]
fit <- survfit(Surv(d$low, factor(d$cause, 0:3)) ~ 1)
for (cause in 1:3) figures <- rbind(figures, figure("causes", paste0("incidence_", cause), fit$time, fit$pstate[, cause + 1]))
figures$value <- sprintf("%.12f", figures$value)

put <- function(table, name) write.csv(table, file.path(folder, name), row.names = FALSE, quote = FALSE, eol = "\n", na = "")
put(examples, "examples.csv")
put(figures, "figures.csv")
cat("R", paste(R.version$major, R.version$minor, sep = "."), "survival", format(packageVersion("survival")), "\n")
